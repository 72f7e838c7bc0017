// The text box: suggestions while a command is typed, and sending.

import { byId, element } from "./dom.js";

const DELAY = 120;

// `suggest(line)` gives { hint, items: [{ label, detail, line }] }; `send(line)` does it.
export function commandBox({ suggest, send }) {
  const input = byId("message");
  const popup = byId("suggestions");
  const list = byId("options");
  let items = [];
  let selected = -1;
  let timer = 0;
  let asked = 0;

  const close = () => {
    asked += 1;
    items = [];
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

  const show = (found) => {
    items = found.items;
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
    if (turn === asked && input.value === line && document.activeElement === input) show(found);
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
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !popup.hidden) {
      event.preventDefault();
      close();
    } else if (!items.length) {
      return;
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      select((selected + step + items.length) % items.length);
    } else if (event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      accept(Math.max(selected, 0));
    } else if (event.key === "Enter" && selected >= 0 && items[selected].line.trim() !== input.value.trim()) {
      event.preventDefault();
      accept(selected);
    }
  });
  byId("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const line = input.value.trim();
    if (!line) return;
    clearTimeout(timer);
    close();
    if (await send(line)) input.value = "";
  });
}
