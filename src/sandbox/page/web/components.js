// Buttons, menus and the newer components of a message.

import { choices } from "./choices.js";
import { element, hexColor, link } from "./dom.js";
import { markdown } from "./markdown.js";
import { picture } from "./picture.js";

const FIXED_MENU = 3;

// `context`: { names, places, use(customId, values, control), files }
export function components(list, context) {
  return list.map((one) => component(one, context)).filter(Boolean);
}

function component(one, context) {
  switch (one.type) {
    case 1: return element("div", { class: "row" }, components(one.components ?? [], context));
    case 2: return button(one, context);
    case 3: case 5: case 6: case 7: case 8: return menu(one, context);
    case 9: return element("div", { class: "section" },
      element("div", {}, components(one.components ?? [], context)), one.accessory ? component(one.accessory, context) : null);
    case 10: return markdown(one.content, context.names);
    case 11: return media(one, context);
    case 12: return element("div", { class: "gallery" }, (one.items ?? []).map((item) => media(item, context)).filter(Boolean));
    case 13: return fileLink(one.file, context);
    case 14: return element("hr", { class: "separator" });
    case 17: {
      const box = element("div", { class: "container" }, components(one.components ?? [], context));
      if (one.accent_color) box.style.setProperty("--bar", hexColor(one.accent_color));
      return box;
    }
    default: return null;
  }
}

function button(one, context) {
  const label = [one.emoji?.name ?? "", one.label ?? ""].filter(Boolean).join(" ");
  if (one.style === 5) {
    const node = link(one.url, label, " ↗");
    node.className = "button";
    return node;
  }
  const node = element("button", { type: "button", class: `button s${one.style}`, disabled: one.disabled }, label);
  node.addEventListener("click", () => context.use(one.custom_id, [], node));
  return node;
}

function menu(one, context) {
  const label = one.placeholder || "Choose";
  const preset = new Set((one.default_values ?? []).map((value) => value.id));
  const options = one.type === FIXED_MENU
    ? one.options.map((option) => ({ ...option, label: option.description ? `${option.label} – ${option.description}` : option.label }))
    : context.places(one).map((option) => ({ ...option, default: preset.has(option.value) }));
  if ((one.max_values ?? 1) > 1) return picker(one, label, options, context);
  const select = element("select", { "aria-label": label, disabled: one.disabled },
    element("option", { value: "", selected: true, disabled: true }, label),
    options.map((option) => element("option", { value: option.value, selected: option.default }, option.label)));
  select.addEventListener("change", () => context.use(one.custom_id, [select.value], select));
  return select;
}

// A menu of which several are chosen.
function picker(one, label, options, context) {
  const { node, chosen } = choices(options, { type: "checkbox" });
  const confirm = element("button", { type: "button", class: "button s1", "aria-label": `Choose: ${label}` }, "Choose");
  const check = () => {
    const count = chosen().length;
    confirm.disabled = one.disabled || count < (one.min_values ?? 1) || count > one.max_values;
  };
  node.addEventListener("change", check);
  check();
  confirm.addEventListener("click", () => context.use(one.custom_id, chosen(), confirm));
  const most = Math.min(one.max_values, options.length);
  return element("fieldset", { class: "picker", disabled: one.disabled },
    element("legend", {}, label), node, element("div", { class: "row" }, confirm, element("small", {}, `At most ${most}`)));
}

const fileOf = (media, context) => {
  const name = /^attachment:\/\/(.+)$/.exec(media?.url ?? "")?.[1];
  return name ? context.files.find((file) => file.filename === name) : { url: media?.url, filename: media?.url };
};

function media(one, context) {
  const file = fileOf(one.media, context);
  return picture(file, one.description ?? file?.description ?? "Picture");
}

function fileLink(media, context) {
  const file = fileOf(media, context);
  return file ? element("p", { class: "attachment" }, link(file.url, file.filename)) : null;
}
