// A form of the bot, in a dialog.

import { choices } from "./choices.js";
import { byId, element } from "./dom.js";

const ROW = 1;
const FIXED_MENU = 3;
const TEXT_INPUT = 4;
const TEXT = 10;
const LABEL = 18;
const RADIO = 21;
const CHECKBOXES = 22;
const CHECKBOX = 23;
const LONG = 2;

let numbered = 0;

// `send(values)` gives a promise; what it rejects with is shown in the form, which keeps what was typed. `places(menu)`
// gives what a menu of people, roles or channels offers.
export function openModal(modal, places, send) {
  const dialog = byId("dialog");
  const problem = element("p", { class: "problem", role: "alert", hidden: true });
  const fields = modal.components.flatMap((part) => parts(part, places));
  const asked = fields.filter((one) => one.id);
  const submit = element("button", { type: "submit", class: "button s1" }, "Submit");
  const form = element("form", { method: "dialog", noValidate: true },
    element("h2", { id: "dialog-title" }, modal.title),
    fields.map((one) => one.node),
    problem,
    element("footer", {},
      element("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel"), submit));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (submit.ariaBusy === "true") return;
    problem.hidden = true;
    const wrong = asked.filter((one) => !one.check());
    if (wrong.length) return wrong[0].focus();
    submit.ariaBusy = "true";
    try {
      const values = Object.fromEntries(asked.map((one) => [one.id, one.value()]));
      await send(values, () => dialog.close());
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
    submit.ariaBusy = "false";
  });
  dialog.replaceChildren(form);
  dialog.showModal();
  asked[0]?.focus();
}

function parts(part, places) {
  switch (part.type) {
    case ROW: return part.components.map((input) => field(input.label, null, input, places));
    case LABEL: return [field(part.label, part.description, part.component, places)];
    case TEXT: return [{ node: element("p", {}, part.content) }];
    default: return [];
  }
}

// A label, what it explains, what is asked, and what is wrong with the answer.
function field(label, description, input, places) {
  const id = `field-${(numbered += 1)}`;
  const required = input.required !== false && input.type !== CHECKBOX;
  const asked = ask(input, id, places);
  const error = element("p", { id: `${id}-error`, class: "problem", hidden: true });
  const help = [description, asked.limits].filter(Boolean).join(" ");
  const name = [label ?? "", required ? element("span", { class: "required", "aria-hidden": "true" }, " *") : null];
  const grouped = asked.group === true;
  const node = element(grouped ? "fieldset" : "div", { class: "form-field", id: grouped ? id : null },
    grouped ? element("legend", {}, ...name) : element("label", { htmlFor: id }, ...name),
    help ? element("small", { id: `${id}-help` }, help) : null, asked.node, error);
  const main = grouped ? node : asked.node;
  if (grouped && input.type === RADIO) node.setAttribute("role", "radiogroup");
  if (required && (!grouped || input.type === RADIO)) main.setAttribute("aria-required", "true");
  main.setAttribute("aria-describedby", help ? `${id}-help ${id}-error` : `${id}-error`);
  const check = () => {
    const text = asked.problem(required);
    error.textContent = text;
    error.hidden = !text;
    main.setAttribute("aria-invalid", String(Boolean(text)));
    return !text;
  };
  node.addEventListener("input", () => error.hidden || check());
  return { id: input.custom_id, node, value: asked.value, check, focus: () => asked.first().focus() };
}

function ask(input, id, places) {
  switch (input.type) {
    case TEXT_INPUT: return typed(input, id);
    case RADIO: return group(input, input.options, "radio", 1);
    case CHECKBOXES: return group(input, input.options, "checkbox", input.max_values ?? input.options.length);
    case CHECKBOX: {
      const node = element("input", { id, type: "checkbox", checked: input.default });
      return { node, first: () => node, value: () => node.checked, problem: () => "" };
    }
    default: return menu(input, id, places);
  }
}

function typed(input, id) {
  const node = element(input.style === LONG ? "textarea" : "input", { id, value: input.value ?? "", placeholder: input.placeholder ?? "" });
  const [min, max] = [input.min_length ?? 0, input.max_length ?? 4000];
  node.maxLength = max;
  const limits = min || input.max_length ? `${min ? `${min} to ` : "At most "}${max} characters.` : "";
  const problem = (required) => {
    if (!node.value) return required ? "This must be filled in." : "";
    return [...node.value].length < min ? `Write at least ${min} characters.` : "";
  };
  return { node, limits, first: () => node, value: () => node.value, problem };
}

// How many may be chosen, in words; nothing if it is right.
function counted(count, min, max, required) {
  if (!count && !required) return "";
  if (count < Math.max(min, required ? 1 : 0)) return min > 1 ? `Choose at least ${min}.` : "Choose one.";
  return count > max ? `Choose at most ${max}.` : "";
}

function group(input, options, type, max) {
  const { node, chosen, first } = choices(options, { type });
  const problem = (required) => counted(chosen().length, input.min_values ?? 1, max, required);
  return { node, group: true, first, value: chosen, problem };
}

function menu(input, id, places) {
  const [min, max] = [input.min_values ?? 1, input.max_values ?? 1];
  const preset = new Set((input.default_values ?? []).map((one) => one.id));
  const options = input.type === FIXED_MENU ? input.options : places(input).map((one) => ({ ...one, default: preset.has(one.value) }));
  if (max > 1) return { ...group(input, options, "checkbox", max), limits: `Choose ${min === max ? min : `${min} to ${max}`}.` };
  const none = element("option", { value: "" }, input.placeholder || "Choose");
  const node = element("select", { id }, none, options.map((option) => element("option", { value: option.value, selected: option.default },
    option.description ? `${option.label} – ${option.description}` : option.label)));
  const value = () => [node.value].filter(Boolean);
  return { node, first: () => node, value, problem: (required) => counted(value().length, min, max, required) };
}
