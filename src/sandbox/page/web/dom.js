// Building elements. Text only ever becomes text: nothing here parses HTML.

export function element(name, options = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== "list" && key !== "role") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export const byId = (id) => document.getElementById(id);

// Only the web, and only by its own name.
export function safeLink(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, ...children) {
  const href = safeLink(address);
  return href ? element("a", { href, target: "_blank", rel: "noreferrer noopener" }, ...children) : element("span", {}, ...children);
}

export const hexColor = (number) => `#${number.toString(16).padStart(6, "0")}`;

// Puts the nodes there, in this order. Those that are there already are not touched, so that a screen reader hears new
// ones alone, and what somebody does with them goes on.
export function arrange(root, nodes) {
  nodes.forEach((node, index) => {
    const current = root.children[index];
    if (current !== node) root.insertBefore(node, current ?? null);
  });
  while (root.children.length > nodes.length) root.lastChild.remove();
}

const nameOf = (node) => node.ariaLabel ?? node.textContent;

// Draws something anew in `root`. The focus goes to what stands there for what had it: the control of the same name in
// the part with the same `data-id`, else another one of that part, else `otherwise`.
export function keepingFocus(root, draw, otherwise = root) {
  const had = root.contains(document.activeElement) ? document.activeElement : null;
  const id = had?.closest("[data-id]")?.dataset.id;
  draw();
  if (!had || root.contains(document.activeElement)) return;
  const parts = id ? [...root.querySelectorAll(`[data-id="${id}"]`)] : [];
  const controls = parts.flatMap((part) => [part, ...part.querySelectorAll("button, input, select, a[href]")]);
  const usable = controls.filter((one) => one.matches("button, input, select, a[href]") && !one.disabled);
  (usable.find((one) => one.localName === had.localName && nameOf(one) === nameOf(had)) ?? usable[0] ?? otherwise).focus();
}
