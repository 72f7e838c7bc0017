// What a member may delete, as Discord decides it from the member's permissions.

const ADMINISTRATOR = 3n;
const MANAGE_CHANNELS = 4n;
const MANAGE_MESSAGES = 13n;
const MANAGE_THREADS = 34n;

const has = (member, bit) => [bit, ADMINISTRATOR].some((one) => (BigInt(member.permissions) >> one) & 1n);

// Whether a message is the member's own, or another's that the member may delete.
export function mayDelete(data, member) {
  return Boolean(member) && !data.ephemeral && (data.author.id === member.id || has(member, MANAGE_MESSAGES));
}

export const mayDeleteMany = (member) => Boolean(member) && has(member, MANAGE_MESSAGES);

// The last channel of a sandbox stays, so that there is somewhere to be.
export function mayDeleteChannel(channel, member, state) {
  if (!member || channel.kind === "direct") return false;
  if (channel.kind === "thread") return has(member, MANAGE_THREADS);
  const others = state.guilds.flatMap((guild) => guild.channels).filter((one) => one.kind !== "thread" && one.id !== channel.id);
  return others.length > 0 && has(member, MANAGE_CHANNELS);
}
