// What a member may do with a message or a channel, as Discord decides it from the member's permissions, for their menus.

import { api } from "./api.js";
import { confirmThat } from "./confirm.js";

const ADMINISTRATOR = 3n;
const MANAGE_CHANNELS = 4n;
const MANAGE_MESSAGES = 13n;
const MANAGE_THREADS = 34n;
const CREATE_PUBLIC_THREADS = 35n;

const has = (member, bit) => [bit, ADMINISTRATOR].some((one) => (BigInt(member.permissions) >> one) & 1n);

// Whether a message is the member's own, or another's that the member may delete.
function mayDelete(data, member) {
  return Boolean(member) && !data.ephemeral && (data.author.id === member.id || has(member, MANAGE_MESSAGES));
}

const mayDeleteMany = (data, member) => Boolean(member) && !data.ephemeral && has(member, MANAGE_MESSAGES);

// A message has one thread at most, and threads have none.
function mayStartThread(data, member, channel, thread) {
  return Boolean(member) && !data.ephemeral && !thread && ["text", "announcement"].includes(channel?.kind) && has(member, CREATE_PUBLIC_THREADS);
}

// The last channel of a sandbox stays, so that there is somewhere to be.
function mayDeleteChannel(channel, member, state) {
  if (!member || channel.kind === "direct") return false;
  if (channel.kind === "thread") return has(member, MANAGE_THREADS);
  const others = state.guilds.flatMap((guild) => guild.channels).filter((one) => one.kind !== "thread" && one.id !== channel.id);
  return others.length > 0 && has(member, MANAGE_CHANNELS);
}

// The entries of a message's menu. `here`: { state, channel, member, who, thread(id), attempt(work), startThread(message) }
export function ofMessage(data, { channel, member, who, thread, attempt, startThread }) {
  const remove = (newer) => attempt(() => api.deleteMessage(who, data.id, newer));
  const many = {
    title: "Delete this message and all newer ones?",
    text: "They are deleted at once, as a moderator's bot does it. Nothing brings them back.",
    verb: "Delete all",
  };
  return [
    mayStartThread(data, member, channel, thread(data.id)) && { label: "Start a thread …", act: () => startThread(data) },
    mayDelete(data, member) && { label: "Delete message", danger: true, act: () => remove(false) },
    mayDeleteMany(data, member) && { label: "Delete this and all newer …", danger: true, act: () => confirmThat(many, () => remove(true)) },
  ].filter(Boolean);
}

// The entries of a channel's menu.
export function ofChannel({ state, channel, member, who, attempt }) {
  if (!mayDeleteChannel(channel, member, state)) return [];
  const gone = channel.kind === "thread"
    ? { title: `Delete the thread “${channel.name}”?`, text: "What was said there goes with it.", verb: "Delete thread" }
    : { title: `Delete #${channel.name}?`, text: "What was said there goes with it, and so do its threads.", verb: "Delete channel" };
  return [{ label: `${gone.verb} …`, danger: true, act: () => confirmThat(gone, () => attempt(() => api.deleteChannel(who))) }];
}
