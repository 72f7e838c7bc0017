// The text box: suggestions while a command is typed, and sending.

import { byId, element } from "./dom.js";

const DELAY = 120;

// `suggest(line)` gives { hint, items: [{ label, detail, line }] }; `send(line)` does it.
export function commandBox({ suggest, send }) {
  const form = byId("form");
  const input = byId("message");
  const popup = byId("suggestions");
  const list = byId("options");
  let items = [];
  // The line that the items were suggested for.
  let suggestedFor = null;
  let selected = -1;
  let timer = 0;
  let asked = 0;

  const close = (line = null) => {
    asked += 1;
    items = [];
    suggestedFor = line;
    selected = -1;
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const select = (index) => {
    selected = index;
    [...list.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
    const node = list.children[index];
    if (!node) return input.removeAttribute("aria-activedescendant");
    node.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", node.id);
  };

  const show = (line, found) => {
    items = found.items;
    suggestedFor = line;
    popup.hidden = items.length === 0 && !found.hint;
    byId("hint").textContent = found.hint;
    list.replaceChildren(...items.map((item, index) => {
      const node = element("li", { id: `option-${index}`, role: "option", "aria-selected": "false" },
        element("b", {}, item.label), element("span", {}, item.detail));
      node.addEventListener("mousedown", (event) => {
        event.preventDefault();
        accept(index);
      });
      node.addEventListener("mousemove", () => select(index));
      return node;
    }));
    input.setAttribute("aria-expanded", String(items.length > 0));
    // While the command itself is chosen the first is taken by Enter; later Enter sends unless one is selected.
    select(items.length && !input.value.includes(" ") ? 0 : -1);
  };

  const ask = async () => {
    if (!input.value.startsWith("/")) return close();
    const line = input.value;
    const turn = (asked += 1);
    const found = await suggest(line).catch(() => ({ hint: "", items: [] }));
    if (turn === asked && input.value === line && document.activeElement === input) show(line, found);
  };

  // Someone who types fast presses a key before the suggestions for the line have come: it waits for them.
  const upToDate = async () => {
    if (suggestedFor === input.value) return;
    clearTimeout(timer);
    await ask();
  };

  // Keys that wait do it one after the other.
  let keys = Promise.resolve();
  const inTurn = (work) => (keys = keys.then(work));

  const step = async (by) => {
    await upToDate();
    if (!items.length) return;
    const from = selected < 0 && by < 0 ? 0 : selected;
    select((from + by + items.length) % items.length);
  };

  // Tab leaves the box where there is nothing to complete.
  const completes = () => suggestedFor !== input.value || items.some(({ line }) => line !== input.value);

  const complete = async () => {
    await upToDate();
    if (items.length) accept(Math.max(selected, 0));
  };

  // Enter takes what is selected, and sends what is complete.
  const enter = async () => {
    if (!input.value.includes(" ")) await upToDate();
    const chosen = suggestedFor === input.value ? items[selected] : null;
    if (chosen && chosen.line.trim() !== input.value.trim()) accept(selected);
    else form.requestSubmit();
  };

  const accept = (index) => {
    input.value = items[index].line;
    input.setSelectionRange(input.value.length, input.value.length);
    input.focus();
    ask();
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  });
  input.addEventListener("focus", () => input.value && ask());
  input.addEventListener("blur", () => close());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !input.value.startsWith("/")) return;
    const handled = press(event);
    if (handled) event.preventDefault();
  });

  // Whether the key did something here.
  const press = ({ key, shiftKey }) => {
    switch (key) {
      case "Escape":
        if (popup.hidden) return false;
        close(input.value);
        return true;
      case "ArrowDown": case "ArrowUp":
        if (suggestedFor === input.value && !items.length) return false;
        inTurn(() => step(key === "ArrowDown" ? 1 : -1));
        return true;
      case "Tab":
        if (shiftKey || !completes()) return false;
        inTurn(complete);
        return true;
      case "Enter":
        inTurn(enter);
        return true;
      default:
        return false;
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const line = input.value.trim();
    if (!line) return;
    clearTimeout(timer);
    close();
    input.value = "";
    // What was refused can be corrected, unless something else is typed already.
    if (!(await send(line)) && !input.value) input.value = line;
  });
}
