// The page: what is shown, and what happens when something changes.

import { api, onChange } from "./api.js";
import { commandBox } from "./command-box.js";
import { byId, element } from "./dom.js";
import { message } from "./message.js";
import { openModal } from "./modal.js";
import { conversation } from "./scroll.js";
import { clockText, refreshTimes, setClock } from "./time.js";

const view = { state: null, channel: null, member: null, target: null, dismissed: new Set(), seen: new Map() };
const scroll = conversation(byId("scroll"), byId("messages"));
const SIGNS = { text: "#", announcement: "◉", thread: "↳", direct: "@" };
// How long it is said that something will happen.
const MOMENT = 8000;
const FIRST_VISIT = "sandbox-first-visit-done";

const who = () => ({ as: view.member, channel: view.channel });
const guildOf = (channel) => view.state.guilds.find((guild) => guild.channels.some((one) => one.id === channel));
const channelOf = (id) => view.state.guilds.flatMap((guild) => guild.channels).find((one) => one.id === id)
  ?? view.state.direct.map((one) => ({ ...one, kind: "direct" })).find((one) => one.id === id);

const names = {
  user: (id) => view.state.guilds.flatMap((guild) => guild.members).find((one) => one.id === id)?.name ?? "unknown-user",
  role: (id) => view.state.guilds.flatMap((guild) => guild.roles).find((one) => one.id === id)?.name.replace(/^@/, "") ?? "unknown-role",
  channel: (id) => channelOf(id)?.name ?? "unknown",
};

function notice(text, fine = false) {
  const node = byId("notice");
  node.replaceChildren(...text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part)));
  node.hidden = !text;
  node.className = fine ? "notice fine" : "notice";
}

// What came of a command, a click or a form.
function react(outcome) {
  if (outcome.modal) openModal(outcome.modal, places, async (values, close) => {
    const answer = await api.modal(who(), outcome.interaction, values);
    if (answer.status === "no answer") throw new Error("The application did not respond.");
    close();
    react(answer);
  });
  const silent = view.state.bot.connected ? "The application did not respond." : "The bot is not connected, so nobody answers.";
  notice(outcome.status === "no answer" ? silent : "");
}

async function attempt(work) {
  try {
    const result = await work();
    notice("");
    return result;
  } catch (error) {
    notice(error.message);
    return null;
  }
}

async function send(line) {
  scroll.follow();
  const command = line.startsWith("/");
  const result = await attempt(() => (command ? api.command(who(), line) : api.say(who(), line)));
  if (result && command) react(result);
  return result !== null;
}

// One click at a time. A button that is busy is not disabled, which would take the focus from it.
async function use(data, customId, values, control) {
  if (control.ariaBusy === "true") return;
  control.ariaBusy = "true";
  const outcome = await attempt(() => api.click(who(), data.id, customId, values));
  control.ariaBusy = "false";
  if (outcome) react(outcome);
}

// What a menu of people, roles or channels offers.
function places({ type, channel_types: kinds = [] }) {
  const guild = guildOf(view.channel);
  if (!guild) return [];
  const users = guild.members.map((one) => ({ value: one.id, label: `@${one.name}` }));
  const roles = guild.roles.map((one) => ({ value: one.id, label: `@${one.name.replace(/^@/, "")}` }));
  const channels = guild.channels.filter((one) => !kinds.length || kinds.includes(one.type))
    .map((one) => ({ value: one.id, label: `${SIGNS[one.kind]}${one.name}` }));
  return { 5: users, 6: roles, 7: [...users, ...roles], 8: channels }[type] ?? [];
}

function dismiss(data) {
  view.dismissed.add(data.id);
  refreshMessages();
}

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
      const group = element("optgroup", { label }, nodes);
      return group;
    }));
  }
  select.value = value;
}

// Each channel, and below it the threads that hang on it.
const withThreads = (channels) => channels.filter((one) => !one.parent)
  .flatMap((one) => [one, ...channels.filter((thread) => thread.parent === one.id)]);

function showPlaces() {
  const { guilds, direct } = view.state;
  const mine = direct.filter((one) => one.member === view.member);
  const groups = guilds.map((guild) => [guild.name, withThreads(guild.channels)]);
  if (mine.length) groups.push(["Direct messages", mine.map((one) => ({ ...one, kind: "direct" }))]);
  byId("channels").replaceChildren(...groups.map(([label, channels]) => element("section", {}, element("h3", {}, label),
    channels.map((channel) => {
      const here = channel.id === view.channel;
      const fresh = isFresh(channel);
      return element("button", {
        type: "button", class: [channel.kind, fresh && "has-unread"].filter(Boolean).join(" "), "aria-current": here ? "page" : null,
        "data-channel": channel.id, onclick: () => go(channel.id),
      }, element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[channel.kind]), element("span", { class: "name" }, channel.name),
      channel.archived ? element("span", { class: "archived" }, "archived") : null,
      fresh ? element("span", { class: "unread", title: "New messages" }) : null);
    }))));
  fill(byId("channel"), groups.map(([label, channels]) => [label, channels.map((one) => ({ value: one.id, label: `${SIGNS[one.kind]} ${one.name}` }))]), view.channel);
  const guild = guildOf(view.channel);
  const speakers = guild
    ? [[guild.name, guild.members.filter((one) => !one.bot).map((one) => ({ value: one.id, label: one.name + roleNames(guild, one) }))]]
    : [["Direct message", [{ value: view.member, label: names.user(view.member) }]]];
  fill(byId("speaker"), speakers, view.member);
  const channel = channelOf(view.channel);
  byId("place").replaceChildren(element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[channel.kind]), channel.name);
  byId("message").placeholder = `Message ${channel.kind === "direct" ? "@" : "#"}${channel.name} as ${names.user(view.member)}`;
  const bot = byId("bot");
  bot.textContent = view.state.bot.connected ? `${view.state.bot.name} is connected` : `${view.state.bot.name} is not connected`;
  bot.className = view.state.bot.connected ? "bot-state on" : "bot-state";
  document.title = `${channel.name} · Sandbox`;
}

// Rebuilds only what changed, so that a screen reader hears new messages alone and the focus stays.
function showMessages(list) {
  const root = byId("messages");
  const visible = list.filter((one) => !view.dismissed.has(one.id));
  const known = new Map([...root.children].map((node) => [node.dataset.id, node]));
  // A thread that starts from a message has the message's id.
  const thread = (id) => guildOf(view.channel)?.channels.find((one) => one.id === id && one.kind === "thread");
  const context = { names, places, use, dismiss, thread, go };
  const nodes = visible.map((data, index) => {
    const previous = visible[index - 1];
    const key = JSON.stringify([data, previous?.id, thread(data.id)?.name, thread(data.id)?.archived]);
    const old = known.get(data.id);
    if (old?.dataset.key === key) return old;
    const node = message(data, previous, context);
    node.dataset.key = key;
    return node;
  });
  if (!nodes.length) nodes.push(element("li", { class: "empty" }, "Nothing has been said here yet."));
  const focused = focusKey();
  nodes.forEach((node, index) => {
    const current = root.children[index];
    if (current !== node) root.insertBefore(node, current ?? null);
  });
  while (root.children.length > nodes.length) root.lastChild.remove();
  restoreFocus(focused);
  scroll.settle();
  showTarget(root);
}

// The message that a link led to.
function showTarget(root) {
  if (!view.target) return;
  const node = [...root.children].find((one) => one.dataset.id === view.target);
  view.target = null;
  if (node) scroll.show(node);
  else notice("The message is not here any more.");
}

function focusKey() {
  const node = document.activeElement;
  const id = node?.closest("#messages .message")?.dataset.id;
  return id ? { id, tag: node.tagName, text: node.textContent } : null;
}

function restoreFocus(key) {
  if (!key || document.activeElement?.closest("#messages")) return;
  const inside = document.querySelectorAll(`[data-id="${key.id}"] ${key.tag.toLowerCase()}`);
  [...inside].find((node) => node.textContent === key.text)?.focus();
}

async function refreshMessages() {
  const { channel, member } = view;
  const list = await api.messages(channel, member).catch((error) => (notice(error.message), []));
  if (channel === view.channel && member === view.member) showMessages(list);
}

// What stands in the channel that is looked at, and in all at the first look, has been seen.
function isFresh(channel) {
  if (channel.id === view.channel || !view.seen.has(channel.id)) view.seen.set(channel.id, channel.last);
  return view.seen.get(channel.id) !== channel.last;
}

let running = false;
let again = false;

async function refresh() {
  if (running) return void (again = true);
  running = true;
  try {
    do {
      again = false;
      view.state = await api.state();
      setClock(view.state.now_unix, view.state.now);
      if (!channelOf(view.channel)) start();
      await refreshMessages();
      // Another channel or speaker was chosen meanwhile: what is shown must not be half theirs.
      if (again) continue;
      showPlaces();
      tick();
    } while (again);
  } catch {
    byId("bot").textContent = "The sandbox has stopped";
    byId("bot").className = "bot-state";
  } finally {
    running = false;
  }
}

// The first channel, and the first member who is not in charge of everything.
function start() {
  const guild = view.state.guilds[0];
  view.channel = guild.channels[0].id;
  view.member = guild.members.find((one) => one.roles.length > 1)?.id ?? guild.members[0].id;
}

function go(channel) {
  if (channel === view.channel) return;
  view.channel = channel;
  const guild = guildOf(channel);
  if (guild && !guild.members.some((one) => one.id === view.member)) view.member = guild.members[0].id;
  notice("");
  byId("messages").replaceChildren();
  scroll.follow();
  refresh();
}

function jump({ channel, message }) {
  if (!channelOf(channel)) return notice("That is in no channel of this sandbox.");
  view.target = message ?? null;
  if (channel === view.channel) refresh();
  else go(channel);
}

async function moveClock(move) {
  const moved = await attempt(move);
  if (!moved) return;
  setClock(0, moved.now);
  tick();
  const text = `It is now ${clockText()}. What was due happens in a moment.`;
  notice(text, true);
  setTimeout(() => byId("notice").textContent === text && notice(""), MOMENT);
}

function tick() {
  byId("clock").textContent = clockText();
  refreshTimes();
}

byId("channel").addEventListener("change", (event) => go(event.target.value));
byId("speaker").addEventListener("change", (event) => {
  view.member = event.target.value;
  notice("");
  refresh();
});
byId("hour").addEventListener("click", () => moveClock(() => api.advance(3600)));
byId("deadline").addEventListener("click", () => moveClock(() => api.toNextDeadline()));
byId("messages").addEventListener("click", (event) => {
  const node = event.target.closest("a[data-channel]");
  if (!node) return;
  event.preventDefault();
  jump(node.dataset);
});
byId("first").hidden = localStorage.getItem(FIRST_VISIT) === "yes";
byId("first-close").addEventListener("click", () => {
  localStorage.setItem(FIRST_VISIT, "yes");
  byId("first").hidden = true;
  byId("message").focus();
});
commandBox({ suggest: (line) => api.suggest(who(), line), send });
setInterval(tick, 1000);
onChange(refresh);
refresh();
