// Asks before something that can not be undone.

import { byId, element } from "./dom.js";

export function confirmThat({ title, text, verb }, act) {
  const dialog = byId("dialog");
  const cancel = element("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Cancel");
  const form = element("form", { method: "dialog" },
    element("h2", { id: "dialog-title" }, title),
    element("p", {}, text),
    element("footer", {}, cancel, element("button", { type: "submit", class: "button s4" }, verb)));
  form.addEventListener("submit", act);
  dialog.replaceChildren(form);
  dialog.showModal();
  cancel.focus();
}
