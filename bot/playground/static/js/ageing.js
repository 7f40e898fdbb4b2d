// Words that become untrue while they stand on the page: today, tomorrow, 2 hours ago.

const WORDS = new WeakMap();

/** Let words() stand in node, or in its attribute of that name, and be asked again by refresh. */
export function ageing(node, words, attribute = null) {
  WORDS.set(node, { words, attribute });
  node.dataset.ages = '';
  write(node);
  return node;
}

/** Write anew what time has changed; what is typed, open or in focus stays as it is. */
export function refresh() {
  for (const node of document.querySelectorAll('[data-ages]')) write(node);
}

function write(node) {
  const { words, attribute } = WORDS.get(node);
  const fresh = words();
  if (attribute) {
    if (node.getAttribute(attribute) !== fresh) node.setAttribute(attribute, fresh);
  } else if (node.textContent !== fresh) node.textContent = fresh;
}
