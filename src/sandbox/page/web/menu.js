// A menu of what can be done, at the button that opens it.

import { byId, element } from "./dom.js";

const GAP = 4;

// `items`: [{ label, danger, act }]
export function openMenu(button, items) {
  const menu = byId("menu");
  const id = button.closest("[data-id]")?.dataset.id;
  const nodes = items.map(({ label, danger, act }) => element("button", {
    type: "button", role: "menuitem", tabIndex: -1, class: danger ? "danger" : "",
    onclick: () => {
      menu.hidePopover();
      act();
    },
  }, label));
  menu.replaceChildren(...nodes);
  menu.setAttribute("aria-label", button.ariaLabel);
  menu.onkeydown = (event) => {
    const at = nodes.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Tab") menu.hidePopover();
    if (to === undefined) return;
    event.preventDefault();
    nodes.at(to % nodes.length).focus();
  };
  menu.ontoggle = ({ newState }) => {
    button.setAttribute("aria-expanded", String(newState === "open"));
    // The button was drawn anew while the menu was open.
    if (newState === "closed" && !button.isConnected && id && document.activeElement === document.body) {
      document.querySelector(`[data-id="${id}"] .more`)?.focus();
    }
  };
  menu.showPopover();
  place(menu, button.getBoundingClientRect());
  nodes[0].focus();
}

// Below the button and to its left, above it where there is no room.
function place(menu, at) {
  const below = at.bottom + GAP + menu.offsetHeight <= innerHeight;
  menu.style.top = `${below ? at.bottom + GAP : at.top - GAP - menu.offsetHeight}px`;
  menu.style.left = `${Math.max(GAP, at.right - menu.offsetWidth)}px`;
}
