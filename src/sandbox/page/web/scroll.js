// Where the conversation stands: at what is newest, unless its reader went elsewhere.

const NEAR = 80;

// `box` scrolls, `list` holds the messages.
export function conversation(box, list) {
  let following = true;

  const end = () => box.scrollHeight - box.clientHeight;
  // A message that does not fit is read from its start.
  const newest = () => {
    const last = list.lastElementChild;
    return last && last.offsetHeight > box.clientHeight ? last.offsetTop : end();
  };
  const settle = () => {
    if (following) box.scrollTop = newest();
  };
  const follow = () => {
    following = true;
    settle();
  };
  const show = (node) => {
    following = false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("found");
    node.addEventListener("animationend", () => node.classList.remove("found"), { once: true });
  };

  box.addEventListener("scroll", () => {
    following = end() - box.scrollTop < NEAR || Math.abs(newest() - box.scrollTop) < 2;
  });
  // A picture that has come, a notice above the text box, a window of another size.
  const observer = new ResizeObserver(settle);
  observer.observe(box);
  observer.observe(list);
  return { settle, follow, show };
}
