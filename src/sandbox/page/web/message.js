// A message as an element.

import { components } from "./components.js";
import { element, hexColor, link } from "./dom.js";
import { markdown } from "./markdown.js";
import { picture } from "./picture.js";
import { when } from "./time.js";

const PUBLISHED = 1;
const LOADING = 128;
const JOIN_WITHIN = 5 * 60 * 1000;
const AVATARS = ["#f2b36b", "#8fc7ff", "#b9e08c", "#f2a0c0", "#c8b6ff", "#8fe3d4", "#ffd66b"];

// `context`: { names, places(menu), use(message, customId, values, control), dismiss(message), thread(id), go(channel),
// actions(message) }; `actions` gives what opens the message's menu, or nothing.
export function message(data, previous, context) {
  const joined = joins(data, previous);
  const flags = [data.ephemeral && "ephemeral", data.pinged.length && "pinging", joined && "joined"].filter(Boolean);
  return element("li", { class: ["message", ...flags].join(" "), "data-id": data.id },
    cause(data),
    joined ? element("span") : avatar(data.author),
    element("div", { class: "body" }, joined ? null : head(data), content(data, context), notes(data, context)),
    more(context.actions(data)));
}

// What else can be done with it, if anything.
function more(open) {
  if (!open) return null;
  return element("button", {
    type: "button", class: "more", "aria-label": "Message menu", "aria-haspopup": "menu", onclick: (event) => open(event.currentTarget),
  }, "⋯");
}

function joins(data, previous) {
  return Boolean(previous) && previous.author.id === data.author.id && !data.interaction?.name && !previous.ephemeral === !data.ephemeral
    && new Date(data.timestamp) - new Date(previous.timestamp) < JOIN_WITHIN;
}

function cause(data) {
  if (!data.interaction?.name) return null;
  const { user, name, target } = data.interaction;
  return element("p", { class: "cause" }, element("b", {}, user), target ? ` used ${name}` : ` used /${name}`);
}

const shownName = (author) => author.global_name ?? author.username ?? author.name;

// Of a message's author, or of a member as the page's state has it.
export function avatar(author) {
  const node = element("span", { class: author.bot ? "avatar bot" : "avatar", "aria-hidden": "true" }, author.bot ? "" : [...shownName(author)][0]);
  if (!author.bot) node.style.background = AVATARS[Number(BigInt(author.id) / 4194304000n % 7n)];
  return node;
}

function head(data) {
  return element("div", { class: "head" },
    element("span", { class: "author" }, shownName(data.author)),
    data.author.bot ? element("span", { class: "tag" }, "APP") : null,
    when(data.timestamp),
    data.edited && !data.content ? edited() : null);
}

const edited = () => element("span", { class: "edited" }, "(edited)");

// That it was edited stands at the end of its last line.
function written(data, context) {
  const text = markdown(data.content, context.names);
  if (data.edited) (text.lastElementChild?.localName === "div" ? text.lastElementChild : text).append(" ", edited());
  return text;
}

function content(data, context) {
  if (data.flags & LOADING) return [element("p", { class: "loading" }, `${shownName(data.author)} is thinking…`)];
  const parts = { ...context, files: data.attachments, use: (id, values, control) => context.use(data, id, values, control) };
  const inEmbeds = new Set(data.embeds.flatMap((one) => [one.image?.url, one.thumbnail?.url]));
  const loose = data.flags & 32768 ? [] : data.attachments.filter((file) => !inEmbeds.has(file.url));
  return [
    data.content ? written(data, context) : null,
    ...data.embeds.map((one) => embed(one, data.attachments, context)),
    ...loose.map(attachment),
    ...components(data.components, parts),
  ];
}

function embed(one, files, context) {
  const node = element("article", { class: "embed" },
    element("span", { class: "bar" }),
    one.author ? element("p", { class: "embed-author" }, one.author.url ? link(one.author.url, one.author.name) : one.author.name) : null,
    one.title ? element("p", { class: "embed-title" }, one.url ? link(one.url, one.title) : inlineOf(one.title, context)) : null,
    one.description ? markdown(one.description, context.names) : null,
    one.fields?.length ? fields(one.fields, context) : null,
    image(one.thumbnail, files),
    image(one.image, files),
    one.footer || one.timestamp ? footer(one) : null);
  if (one.color) node.style.setProperty("--bar", hexColor(one.color));
  return node;
}

const inlineOf = (text, context) => [...markdown(text, context.names).childNodes];

function fields(list, context) {
  return element("div", { class: "fields" }, list.map((field, index) => {
    const run = inlineRun(list, index);
    const size = field.inline ? (run === 2 ? "inline pair" : "inline") : "";
    return element("div", { class: size },
      element("p", { class: "field-name" }, inlineOf(field.name, context)), markdown(field.value, context.names));
  }));
}

// How many inline fields stand next to each other around this one.
function inlineRun(list, index) {
  let start = index;
  let end = index;
  while (start > 0 && list[start - 1].inline) start -= 1;
  while (end + 1 < list.length && list[end + 1].inline) end += 1;
  return end - start + 1;
}

// A picture that was sent along is described where it is attached.
const image = (part, files) => picture(part, part?.description ?? files.find((file) => file.url === part?.url)?.description ?? "Picture");

function footer(one) {
  const text = one.footer?.text ?? "";
  return element("p", { class: "embed-footer" }, text, text && one.timestamp ? " · " : "", one.timestamp ? when(one.timestamp) : null);
}

function attachment(file) {
  const shown = file.content_type.startsWith("image/");
  return element("div", { class: "attachment" }, shown ? picture(file, file.description ?? file.filename) : link(file.url, file.filename));
}

function notes(data, context) {
  const dismiss = () => element("button", { type: "button", class: "link", onclick: () => context.dismiss(data) }, "Dismiss");
  const thread = context.thread(data.id);
  const open = () => element("button", { type: "button", class: "link", onclick: () => context.go(thread.id) }, `Thread: ${thread.name}`);
  return [
    thread ? element("p", { class: "note" }, open(), thread.archived ? " · archived" : "") : null,
    data.flags & PUBLISHED ? element("p", { class: "note" }, "Published to followers") : null,
    data.pinged.length ? element("p", { class: "note ping" }, `Pinged: ${data.pinged.map((one) => target(one, context)).join(", ")}`) : null,
    data.ephemeral ? element("p", { class: "note" }, "Only you can see this · ", dismiss()) : null,
  ];
}

function target(text, context) {
  const [kind, id] = text.split(":");
  if (kind === "user") return context.names.user(id);
  return kind === "role" ? context.names.role(id) : text;
}
