// The people of a guild, for whoever plays the world: who comes and goes, who has which role, and what the bot may know.

import { arrange, byId, element, hexColor, keepingFocus } from "./dom.js";
import { avatar } from "./message.js";

const INTENT = "Server Members Intent";
const INTENT_HELP = "Whether the bot may list members. It asks for that when it starts: connections that are open stay as they are.";

// `guild()` gives the one that is looked at, if one is; `intent()` what the portal says; `act(work)` does what asks the
// sandbox for something, tells what is refused, and gives nothing then.
export function people({ guild, intent, act, api }) {
  const panel = byId("people");
  const toggle = byId("people-open");
  const parts = {
    title: element("h2", { id: "people-title" }),
    members: element("ul", { class: "persons" }),
    former: element("ul", { class: "persons" }),
    roles: element("ul", { class: "switches" }),
    portal: element("ul", { class: "switches" }),
  };
  const gone = element("section", {}, element("h3", {}, "Have left"), parts.former);
  const close = element("button", { type: "button", class: "more", "aria-label": "Close", onclick: () => show(false) }, "✕");
  panel.append(
    element("header", {}, parts.title, close),
    element("p", { class: "hint" }, "Here you are the world: what you change happens, whoever you speak as."),
    parts.members, joining(), gone,
    element("section", {}, element("h3", {}, "Roles"), parts.roles),
    element("section", {}, element("h3", {}, "Developer portal"), parts.portal));

  function show(open) {
    panel.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    draw();
    (open ? close : toggle).focus();
  }

  function joining() {
    const name = element("input", { id: "newcomer", maxLength: 32, required: true, pattern: ".*\\S.*", autocomplete: "off", placeholder: "Name" });
    const form = element("form", { class: "joining" }, element("label", { htmlFor: "newcomer" }, "Newcomer"), name,
      element("button", { type: "submit", class: "quiet" }, "Join"));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const joined = await act(() => api.member(guild().id, { do: "join", name: name.value }));
      if (joined) name.value = "";
    });
    return form;
  }

  // `@everyone` is nobody's to give.
  const roles = () => guild().roles.filter((role) => role.id !== guild().id);

  const person = (one, ...more) => element("li", {}, avatar(one), element("span", { class: "name" }, one.name), ...more);

  function member(one) {
    const tag = one.bot ? "APP" : one.owner ? "owner" : null;
    const leave = element("button", {
      type: "button", class: "quiet", "aria-label": `Leave: ${one.name}`, onclick: () => act(() => api.member(guild().id, { do: "leave", member: one.id })),
    }, "Leave");
    const own = roles();
    return person(one, tag ? element("span", { class: "tag" }, tag) : null, tag ? null : leave,
      own.length ? element("div", { class: "chips" }, own.map((role) => chip(one, role))) : null);
  }

  function chip(one, role) {
    const box = element("input", { type: "checkbox", value: role.id, "aria-label": `${one.name}: ${role.name}` });
    // What is ticked counts, not what was known: who is fast ticks two before the first is told.
    onFlip(box, () => api.roles(guild().id, one.id, [...node.parentElement.querySelectorAll(":checked")].map((ticked) => ticked.value)));
    const node = element("label", { class: "chip" }, box, element("span", {}, role.name));
    if (role.color) node.style.setProperty("--role", hexColor(role.color));
    return node;
  }

  const former = (one) => person(one, element("button", {
    type: "button", class: "quiet", "aria-label": `Return: ${one.name}`, onclick: () => act(() => api.member(guild().id, { do: "return", member: one.id })),
  }, "Return"));

  // What was refused stays as it was.
  function onFlip(box, set) {
    box.addEventListener("change", async () => {
      if (!(await act(() => set(box.checked)))) box.checked = !box.checked;
    });
  }

  function flip({ id, label, help, set }) {
    const box = element("input", { type: "checkbox", value: id, id: `switch-${id}`, "aria-describedby": help ? `help-${id}` : null });
    onFlip(box, set);
    return element("li", {}, box, element("label", { htmlFor: box.id }, label), help ? element("small", { id: `help-${id}` }, help) : null);
  }

  const mentionable = ({ id, name, mentionable: on }) => ({
    id, name, on: on ? [id] : [], label: `Anyone may mention @${name}`, set: (wanted) => api.mentionable(guild().id, id, wanted),
  });
  const portal = () => ({ id: "intent", on: intent() ? ["intent"] : [], label: INTENT, help: INTENT_HELP, set: api.membersIntent });

  // What stays is not drawn anew: a list of hundreds takes its time, and boxes are ticked while others are told of.
  function fill(list, items, build) {
    const known = new Map([...list.children].map((node) => [node.dataset.id, node]));
    const names = roles().map(({ id, name, color }) => [id, name, color]);
    arrange(list, items.map((item) => {
      const key = JSON.stringify([guild().id, item.name, names]);
      const old = known.get(item.id);
      const node = old?.dataset.key === key ? old : build(item);
      Object.assign(node.dataset, { id: item.id, key });
      for (const box of node.querySelectorAll("input")) box.checked = item.on.includes(box.value);
      return node;
    }));
  }

  function draw() {
    toggle.hidden = !guild();
    if (panel.hidden) return;
    if (!guild()) return void show(false);
    const { members, former: left, name } = guild();
    keepingFocus(panel, () => {
      parts.title.textContent = `People of ${name}`;
      fill(parts.members, members.map((one) => ({ ...one, on: one.roles })), member);
      fill(parts.former, left.map((one) => ({ ...one, on: [] })), former);
      gone.hidden = !left.length;
      fill(parts.roles, roles().map(mentionable), flip);
      parts.roles.parentElement.hidden = !roles().length;
      fill(parts.portal, [portal()], flip);
    }, close);
  }

  toggle.addEventListener("click", () => show(panel.hidden));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  return { draw };
}
