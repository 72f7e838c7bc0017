// The page: what is shown, and what happens when something changes.

import { api, onChange } from "./api.js";
import { ofApps } from "./apps.js";
import { commandBox } from "./command-box.js";
import { arrange, byId, element, keepingFocus } from "./dom.js";
import { openMenu } from "./menu.js";
import { message } from "./message.js";
import { openModal } from "./modal.js";
import { ofChannel, ofMessage } from "./moderation.js";
import { SIGNS, showPlaces } from "./places.js";
import { people } from "./roster.js";
import { conversation } from "./scroll.js";
import { clockText, refreshTimes, setClock } from "./time.js";

const view = { state: null, channel: null, place: null, member: null, target: null, dismissed: new Set(), seen: new Map() };
const scroll = conversation(byId("scroll"), byId("messages"));
// How long it is said that something will happen.
const MOMENT = 8000;
const FIRST_VISIT = "sandbox-first-visit-done";

const who = () => ({ as: view.member, channel: view.channel });
const guildOf = (channel) => view.state.guilds.find((guild) => guild.channels.some((one) => one.id === channel));
const channelOf = (id) => view.state.guilds.flatMap((guild) => guild.channels).find((one) => one.id === id)
  ?? view.state.direct.map((one) => ({ ...one, kind: "direct" })).find((one) => one.id === id);

// Who is spoken as; nobody in a direct message, where there are no roles.
const speaker = () => guildOf(view.channel)?.members.find((one) => one.id === view.member);

const names = {
  // Who has left is still known.
  user: (id) => view.state.guilds.flatMap((guild) => [...guild.members, ...guild.former]).find((one) => one.id === id)?.name ?? "unknown-user",
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

// What is said before is about something else. Gives nothing if it was refused, which is told.
async function attempt(work) {
  notice("");
  try {
    return await work() ?? true;
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

function draw() {
  showPlaces(view, { guild: guildOf(view.channel), names, isFresh, go });
  byId("channel-menu").hidden = !ofChannel(here()).length;
  roster.draw();
}

// Rebuilds only what changed.
function showMessages(list) {
  const root = byId("messages");
  const visible = list.filter((one) => !view.dismissed.has(one.id));
  const known = new Map([...root.children].map((node) => [node.dataset.id, node]));
  const actions = (data) => (entries(data).length ? (button) => openMenu(button, entries(data)) : null);
  const context = { names, places, use, dismiss, thread, go, actions };
  const nodes = visible.map((data, index) => {
    const previous = visible[index - 1];
    const key = JSON.stringify([data, previous?.id, thread(data.id)?.name, thread(data.id)?.archived, entries(data).length]);
    const old = known.get(data.id);
    if (old?.dataset.key === key) return old;
    const node = message(data, previous, context);
    node.dataset.key = key;
    return node;
  });
  if (!nodes.length) nodes.push(element("li", { class: "empty" }, "Nothing has been said here yet."));
  keepingFocus(root, () => arrange(root, nodes), byId("scroll"));
  scroll.settle();
  showTarget(root);
}

// Who speaks where, and how what is done there is done.
const here = () => ({ state: view.state, channel: channelOf(view.channel), member: speaker(), who: who(), thread, attempt, startThread });

// The menu of a message: what its reader may do with it, then what the bot can.
function entries(data) {
  const apps = { state: view.state, guild: guildOf(view.channel), use: (name) => useEntry(data, name) };
  return [...ofMessage(data, here()), ...ofApps(data, apps)];
}

async function useEntry(data, name) {
  scroll.follow();
  const outcome = await attempt(() => api.menu(who(), data.id, name));
  if (outcome) react(outcome);
}

const THREAD_FORM = {
  title: "Start a thread",
  components: [{ type: 18, label: "Name", component: { type: 4, style: 1, custom_id: "name", max_length: 100 } }],
};

function startThread(data) {
  openModal(THREAD_FORM, places, async ({ name }, close) => {
    const { id } = await api.startThread(who(), data.id, name);
    close();
    go(id);
  });
}

// A thread that starts from a message has the message's id.
const thread = (id) => guildOf(view.channel)?.channels.find((one) => one.id === id && one.kind === "thread");

// The message that a link led to.
function showTarget(root) {
  if (!view.target) return;
  const node = [...root.children].find((one) => one.dataset.id === view.target);
  view.target = null;
  if (node) scroll.show(node);
  else notice("The message is not here any more.");
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
      settle();
      await refreshMessages();
      // Another channel or speaker was chosen meanwhile: what is shown must not be half theirs.
      if (again) continue;
      draw();
      tick();
    } while (again);
  } catch {
    byId("bot").textContent = "The sandbox has stopped";
    byId("bot").className = "bot-state";
  } finally {
    running = false;
  }
}

// Where somebody is who comes, or whose channel or member is gone: in the channel above or the first one, as the first
// member who is not in charge of everything.
function settle() {
  const { guilds } = view.state;
  if (!channelOf(view.channel)) {
    const above = [view.place?.parent, ...[guilds.find((one) => one.id === view.place?.guild), ...guilds].flatMap((guild) => guild?.channels[0]?.id ?? [])];
    if (view.place) notice(`${view.place.name} was deleted.`, true);
    view.channel = above.find(channelOf);
    byId("messages").replaceChildren();
  }
  const guild = guildOf(view.channel);
  view.place = { ...channelOf(view.channel), guild: guild?.id };
  if (!guild || guild.members.some((one) => one.id === view.member)) return;
  const left = view.member && names.user(view.member);
  view.member = guild.members.find((one) => !one.bot && one.roles.length > 1)?.id ?? guild.members[0].id;
  if (left) notice(`${left} is not here. You speak as ${names.user(view.member)} now.`, true);
}

function go(channel) {
  if (channel === view.channel) return;
  view.channel = channel;
  const guild = guildOf(channel);
  if (guild && !guild.members.some((one) => one.id === view.member)) view.member = guild.members[0].id;
  view.place = null;
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
byId("channel-menu").addEventListener("click", (event) => openMenu(event.currentTarget, ofChannel(here())));
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
const roster = people({ guild: () => guildOf(view.channel), intent: () => view.state.application.members_intent, act: attempt, api });
commandBox({ suggest: (line) => api.suggest(who(), line), send });
setInterval(tick, 1000);
onChange(refresh);
refresh();
