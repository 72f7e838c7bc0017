// Talking to the sandbox.

async function call(path, options) {
  const response = await fetch(path, options);
  const text = await response.text();
  const body = text ? parse(text) : null;
  if (!response.ok) throw new Error(body?.error ?? `The sandbox answered ${response.status}: ${text}`);
  return body;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const post = (path, body) =>
  call(`/sandbox/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

const remove = (path, query) => call(`/sandbox/${path}?${new URLSearchParams(query)}`, { method: "DELETE" });

export const api = {
  state: () => call("/sandbox/state"),
  messages: (channel, member) => call(`/sandbox/messages?channel=${channel}&as=${member}`),
  say: (who, text) => post("message", { ...who, text }),
  startThread: (who, message, name) => post("thread", { ...who, message, name }),
  command: (who, text) => post("command", { ...who, text }),
  suggest: (who, text) => post("suggest", { ...who, text }),
  menu: (who, message, name) => post("menu", { ...who, message, name }),
  click: (who, message, custom_id, values) => post("click", { ...who, message, custom_id, values }),
  modal: (who, interaction, values) => post("modal", { as: who.as, interaction, values }),
  member: (guild, change) => post("member", { guild, ...change }),
  roles: (guild, member, roles) => post("roles", { guild, member, roles }),
  mentionable: (guild, role, mentionable) => post("role", { guild, role, mentionable }),
  membersIntent: (members) => post("intents", { members }),
  deleteMessage: ({ as, channel }, message, newer) => remove(`messages/${channel}/${message}`, { as, newer }),
  deleteChannel: ({ as, channel }) => remove(`channels/${channel}`, { as }),
  advance: (seconds) => post("clock", { advance_seconds: seconds }),
  toNextDeadline: () => post("clock", { to: "next-deadline" }),
};

// Calls back at each change, also after the connection was lost for a while.
export function onChange(changed) {
  const source = new EventSource("/sandbox/events");
  source.onmessage = changed;
  source.onopen = changed;
  source.onerror = changed;
}
