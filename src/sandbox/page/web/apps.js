// What the bot has put into the menu of messages.

const MESSAGE = 3;

// The entries for a message in a server. `use(name)` uses one.
export function ofApps(data, { state, guild, use }) {
  if (!guild || data.ephemeral) return [];
  return state.commands
    .filter(({ type, guild_id: own }) => type === MESSAGE && (!own || own === guild.id))
    .map(({ name }) => ({ label: `Apps: ${name}`, act: () => use(name) }));
}
