// A picture in a message, which opens in full.

import { byId, element, link, safeLink } from "./dom.js";

// `media`: { url, width, height }. Its size keeps its room free until it has come.
export function picture(media, alt) {
  const url = media?.url ? safeLink(media.url) : null;
  if (!url) return null;
  const image = element("img", { src: url, alt, width: media.width, height: media.height });
  return element("button", { type: "button", class: "picture", title: "Open in full", onclick: () => open(url, alt) }, image);
}

// As large as the window; pressed, as large as it is.
function open(url, alt) {
  const dialog = byId("lightbox");
  const image = element("img", { src: url, alt });
  const zoom = element("button", { type: "button", class: "zoom", onclick: () => dialog.classList.toggle("zoomed") }, image);
  const close = element("button", { type: "button", class: "quiet", autofocus: true, onclick: () => dialog.close() }, "Close");
  dialog.classList.remove("zoomed");
  dialog.replaceChildren(zoom, element("footer", {}, link(url, "Open in a new tab"), close));
  dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
  dialog.showModal();
}
