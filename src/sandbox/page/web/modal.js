// A form of the bot, in a dialog.

import { byId, element } from "./dom.js";

const ROW = 1;
const TEXT_INPUT = 4;
const TEXT = 10;
const LABEL = 18;
const LONG = 2;

// `send(values)` gives a promise; what it rejects with is shown in the form.
export function openModal(modal, send) {
  const dialog = byId("dialog");
  const problem = element("p", { class: "problem", role: "alert", hidden: true });
  const inputs = [];
  const form = element("form", { method: "dialog" },
    element("h2", { id: "dialog-title" }, modal.title),
    modal.components.flatMap((part) => fields(part, inputs)),
    problem,
    element("footer", {},
      element("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel"),
      element("button", { type: "submit", class: "button s1" }, "Submit")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await send(Object.fromEntries(inputs.map(({ id, value }) => [id, value()])));
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}

function fields(part, inputs) {
  switch (part.type) {
    case ROW: return part.components.map((input) => field(input.label, null, input, inputs));
    case LABEL: return [field(part.label, part.description, part.component, inputs)];
    case TEXT: return [element("p", {}, part.content)];
    default: return [];
  }
}

function field(label, description, input, inputs) {
  const node = input.type === TEXT_INPUT ? textInput(input) : menu(input);
  inputs.push({ id: input.custom_id, value: () => (input.type === TEXT_INPUT ? node.value : [...node.selectedOptions].map((option) => option.value)) });
  const optional = input.required === false ? " (optional)" : "";
  return element("label", {}, `${label ?? ""}${optional}`, description ? element("small", {}, description) : null, node);
}

function textInput(input) {
  const node = element(input.style === LONG ? "textarea" : "input", { value: input.value ?? "", placeholder: input.placeholder ?? "", required: input.required !== false });
  if (input.min_length) node.minLength = input.min_length;
  node.maxLength = input.max_length ?? 4000;
  return node;
}

const menu = (input) => element("select", { multiple: (input.max_values ?? 1) > 1 },
  (input.options ?? []).map((option) => element("option", { value: option.value, selected: option.default }, option.label)));
