// Where one is and as whom: the guilds and channels at the left, and the selects above the conversation.

import { byId, element, keepingFocus } from "./dom.js";

export const SIGNS = { text: "#", announcement: "◉", thread: "↳", direct: "@" };

// Each channel, and below it the threads that hang on it.
const withThreads = (channels) => channels.filter((one) => !one.parent)
  .flatMap((one) => [one, ...channels.filter((thread) => thread.parent === one.id)]);

function roleNames(guild, member) {
  const roles = guild.roles.filter((role) => member.roles.includes(role.id)).map((role) => role.name);
  if (member.owner) roles.unshift("owner");
  return roles.length ? ` – ${roles.join(", ")}` : "";
}

// A select keeps its elements while nothing changes, so that it can stay open.
function fill(select, groups, value) {
  const key = JSON.stringify(groups);
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    select.replaceChildren(...groups.map(([label, options]) => {
      const nodes = options.map((option) => element("option", { value: option.value }, option.label));
      return element("optgroup", { label }, nodes);
    }));
  }
  select.value = value;
}

// `context`: { guild, names, isFresh(channel), go(channel) }
export function showPlaces({ state, channel: here, member }, { guild, names, isFresh, go }) {
  const mine = state.direct.filter((one) => one.member === member).map((one) => ({ ...one, kind: "direct" }));
  const groups = state.guilds.map((one) => [one.name, withThreads(one.channels)]);
  if (mine.length) groups.push(["Direct messages", mine]);
  const entry = (channel) => {
    const fresh = isFresh(channel);
    return element("button", {
      type: "button", class: [channel.kind, fresh && "has-unread"].filter(Boolean).join(" "), "aria-current": channel.id === here ? "page" : null,
      "data-id": channel.id, onclick: () => go(channel.id),
    }, element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[channel.kind]), element("span", { class: "name" }, channel.name),
    channel.archived ? element("span", { class: "archived" }, "archived") : null,
    fresh ? element("span", { class: "unread", title: "New messages" }) : null);
  };
  const nav = byId("channels");
  keepingFocus(nav, () => nav.replaceChildren(...groups.map(([label, channels]) =>
    element("section", {}, element("h3", {}, label), channels.map(entry)))), byId("message"));
  fill(byId("channel"), groups.map(([label, channels]) => [label, channels.map((one) => ({ value: one.id, label: `${SIGNS[one.kind]} ${one.name}` }))]), here);
  const speakers = guild
    ? [[guild.name, guild.members.filter((one) => !one.bot).map((one) => ({ value: one.id, label: one.name + roleNames(guild, one) }))]]
    : [["Direct message", [{ value: member, label: names.user(member) }]]];
  fill(byId("speaker"), speakers, member);
  const channel = groups.flatMap(([, channels]) => channels).find((one) => one.id === here);
  byId("place").replaceChildren(element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[channel.kind]), channel.name);
  byId("message").placeholder = `Message ${channel.kind === "direct" ? "@" : "#"}${channel.name} as ${names.user(member)}`;
  const bot = byId("bot");
  bot.textContent = state.bot.connected ? `${state.bot.name} is connected` : `${state.bot.name} is not connected`;
  bot.className = state.bot.connected ? "bot-state on" : "bot-state";
  document.title = `${channel.name} · Sandbox`;
}
