// The sandbox's clock, and times as Discord shows them.

import { element } from "./dom.js";

let offset = 0;

export function setClock(nowUnix, isoNow) {
  offset = (isoNow ? Date.parse(isoNow) : nowUnix * 1000) - Date.now();
}

export const now = () => new Date(Date.now() + offset);

const formats = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

const units = [
  ["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1],
];

export function relative(date) {
  const seconds = (date - now()) / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units.at(-1);
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(Math.round(seconds / size), unit);
}

const written = (date, style) => new Intl.DateTimeFormat("en", formats[style] ?? formats.f).format(date);

// `<t:UNIX:STYLE>`
export function timestamp(unix, style = "f") {
  const date = new Date(Number(unix) * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(`<t:${unix}>`);
  const node = element("time", { dateTime: date.toISOString(), title: written(date, "F") });
  if (style === "R") {
    node.dataset.relative = date.getTime();
    node.textContent = relative(date);
  } else {
    node.textContent = written(date, style);
  }
  return node;
}

function whenText(date) {
  const days = Math.round((new Date(now()).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86400000);
  const day = { 0: "Today at", 1: "Yesterday at" }[days] ?? written(date, "d");
  return `${day} ${written(date, "t")}`;
}

// When a message was written.
export function when(iso) {
  const date = new Date(iso);
  const node = element("time", { dateTime: date.toISOString(), title: written(date, "F") }, whenText(date));
  node.dataset.when = date.getTime();
  return element("span", { class: "when" }, node);
}

export const clockText = () => new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" }).format(now());

// What is said relative to now changes as time passes.
export function refreshTimes() {
  const update = (key, text) => {
    for (const node of document.querySelectorAll(`time[data-${key}]`)) {
      const fresh = text(new Date(Number(node.dataset[key])));
      if (node.textContent !== fresh) node.textContent = fresh;
    }
  };
  update("relative", relative);
  update("when", whenText);
}
