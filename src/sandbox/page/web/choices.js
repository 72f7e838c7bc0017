// Boxes to tick, or buttons of which one is on: nothing needs a key that is held down.

import { element } from "./dom.js";

let numbered = 0;

// `options`: [{ value, label, description, default }]; `type`: "checkbox" or "radio".
export function choices(options, { type }) {
  const name = `choices-${(numbered += 1)}`;
  const boxes = options.map((option) => element("input", { type, name, value: option.value, checked: option.default }));
  const node = element("div", { class: "choices" }, options.map((option, index) =>
    element("label", { class: "choice" }, boxes[index],
      element("span", {}, option.label, option.description ? element("small", {}, option.description) : null))));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return { node, chosen, first: () => boxes[0] ?? node };
}
