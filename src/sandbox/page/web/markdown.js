// Discord's Markdown as elements. Blocks first, then what stands in a line.

import { element, link } from "./dom.js";
import { timestamp } from "./time.js";

// `names` finds the names of mentions: { user(id), role(id), channel(id) }.
export function markdown(text, names) {
  return element("div", { class: "text" }, blocks(text, names));
}

function blocks(text, names) {
  const nodes = [];
  const parts = text.split(/```(?:([\w+-]*)\n)?([\s\S]*?)```/g);
  for (let index = 0; index < parts.length; index += 3) {
    nodes.push(...lines(parts[index].replace(index > 0 ? /^\n/ : /(?!)/, ""), names));
    if (index + 2 < parts.length) nodes.push(element("pre", {}, element("code", {}, parts[index + 2].replace(/\n$/, ""))));
  }
  return nodes;
}

function lines(text, names) {
  if (text === "") return [];
  const rows = text.split("\n");
  const nodes = [];
  let plain = [];
  const flush = () => {
    if (plain.length) nodes.push(element("div", {}, inline(plain.join("\n"), names)));
    plain = [];
  };
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at];
    const heading = /^(#{1,3}) +(.*)$/.exec(row);
    const small = /^-# +(.*)$/.exec(row);
    if (heading) {
      flush();
      nodes.push(element(`h${heading[1].length + 3}`, {}, inline(heading[2], names)));
    } else if (small) {
      flush();
      nodes.push(element("span", { class: "small" }, inline(small[1], names)));
    } else if (row.startsWith(">>> ")) {
      flush();
      const rest = [row.slice(4), ...rows.slice(at + 1)].join("\n");
      nodes.push(element("blockquote", {}, lines(rest, names)));
      break;
    } else if (row.startsWith("> ")) {
      flush();
      const quoted = take(rows, at, (other) => other.startsWith("> "));
      nodes.push(element("blockquote", {}, lines(quoted.map((other) => other.slice(2)).join("\n"), names)));
      at += quoted.length - 1;
    } else if (isItem(row)) {
      flush();
      const items = take(rows, at, isItem);
      nodes.push(list(items, names));
      at += items.length - 1;
    } else {
      plain.push(row);
    }
  }
  flush();
  return nodes;
}

function take(rows, from, fits) {
  const rest = rows.slice(from);
  const end = rest.findIndex((row) => !fits(row));
  return end < 0 ? rest : rest.slice(0, end);
}

const item = /^( *)([-*]|\d{1,9}\.) +(.*)$/;
const isItem = (row) => item.test(row);

function list(rows, names) {
  const parsed = rows.map((row) => item.exec(row));
  const depth = parsed[0][1].length;
  const number = Number.parseInt(parsed[0][2], 10);
  const root = Number.isNaN(number) ? element("ul") : element("ol", { start: number });
  for (let at = 0; at < parsed.length; ) {
    const entry = element("li", {}, inline(parsed[at][3], names));
    let end = at + 1;
    while (end < parsed.length && parsed[end][1].length > depth) end += 1;
    if (end > at + 1) entry.append(list(rows.slice(at + 1, end), names));
    root.append(entry);
    at = end;
  }
  return root;
}

// Each rule: what it looks like, and what it becomes. The first that matches earliest wins.
const rules = [
  [/\\([^\w\s])/, (match) => match[1]],
  [/``(.+?)``|`([^`\n]+)`/, (match) => element("code", {}, match[1] ?? match[2])],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, (match) => timestamp(match[1], match[2])],
  [/<@!?(\d+)>/, (match, names) => mention(`@${names.user(match[1])}`)],
  [/<@&(\d+)>/, (match, names) => mention(`@${names.role(match[1])}`)],
  [/<#(\d+)>/, (match, names) => mention(`#${names.channel(match[1])}`)],
  [/<\/([^:>]+):(\d+)>/, (match) => mention(`/${match[1]}`)],
  [/@(everyone|here)\b/, (match) => mention(match[0])],
  [/<(https?:\/\/[^\s>]+)>/, (match, names) => reference(match[1], names)],
  [/\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"]*")?\)/, (match, names) => reference(match[2], names, inline(match[1], names))],
  [/https?:\/\/[^\s<>]*[^\s<>.,:;"')\]]/, (match, names) => reference(match[0], names)],
  [/\*\*\*(?=\S)([\s\S]+?)\*\*\*/, (match, names) => element("em", {}, element("strong", {}, inline(match[1], names)))],
  [/\*\*(?=\S)([\s\S]+?)\*\*(?!\*)/, (match, names) => element("strong", {}, inline(match[1], names))],
  [/__(?=\S)([\s\S]+?)__(?!_)/, (match, names) => element("u", {}, inline(match[1], names))],
  [/~~(?=\S)([\s\S]+?)~~/, (match, names) => element("s", {}, inline(match[1], names))],
  [/\|\|([\s\S]+?)\|\|/, (match, names) => spoiler(inline(match[1], names))],
  [/\*(?=[^\s*])([^*\n]+?)\*(?!\*)/, (match, names) => element("em", {}, inline(match[1], names))],
  [/(?<![\w])_(?=\S)([^_\n]+?)_(?![\w])/, (match, names) => element("em", {}, inline(match[1], names))],
];

function inline(text, names) {
  const nodes = [];
  let rest = text;
  while (rest) {
    let best = null;
    for (const [pattern, build] of rules) {
      const match = pattern.exec(rest);
      if (match && (best === null || match.index < best.match.index)) best = { match, build };
    }
    if (best === null) break;
    if (best.match.index > 0) nodes.push(rest.slice(0, best.match.index));
    nodes.push(best.build(best.match, names));
    rest = rest.slice(best.match.index + best.match[0].length);
  }
  if (rest) nodes.push(rest);
  return nodes;
}

const POSTED = /^https:\/\/discord\.com\/channels\/\d+\/(\d+)(?:\/(\d+))?$/;

// A link to a message or a channel leads there; all others lead out.
function reference(address, names, label) {
  const posted = POSTED.exec(address);
  if (!posted) return link(address, ...(label ?? [address]));
  const [, channel, message] = posted;
  const named = `#${names.channel(channel)}${message ? " › message" : ""}`;
  return element("a", { class: label ? null : "mention", href: `#${message ?? channel}`, "data-channel": channel, "data-message": message }, label ?? named);
}

const mention = (text) => element("span", { class: "mention" }, text);

function spoiler(children) {
  const node = element("button", { type: "button", class: "spoiler", "aria-expanded": "false" }, children);
  node.addEventListener("click", () => node.setAttribute("aria-expanded", "true"));
  return node;
}
