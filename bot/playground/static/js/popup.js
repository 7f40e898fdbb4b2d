// Menus and lists that float over the page: one at a time, closed by Escape, Tab or a click elsewhere.
import { append, h } from './dom.js';

let current = null;
const afterwards = new Set(); // what waits until nothing is open

/** What opened the popup may be drawn anew meanwhile: then there is nothing to choose for. */
const redraws = new MutationObserver(() => current?.anchor.isConnected || closePopup());

/** Close what is open. refocus: give the focus back to what opened it. */
export function closePopup({ refocus = false } = {}) {
  if (!current) return;
  const { node, anchor, onClose } = current;
  current = null;
  redraws.disconnect();
  node.remove();
  anchor.setAttribute('aria-expanded', 'false');
  onClose?.();
  if (refocus && anchor.isConnected) anchor.focus();
  const waiting = [...afterwards];
  afterwards.clear();
  waiting.forEach((work) => work());
}

/** Whether something inside node has a popup open. work, then, is done once that is closed. */
export function waitsForPopup(node, work) {
  if (!current || !node.contains(current.anchor)) return false;
  afterwards.add(work);
  return true;
}

/**
 * Show node beside anchor, above everything. It lives inside the anchor's dialog when there is one,
 * since a modal dialog makes the rest of the page inert.
 */
export function openPopup(node, anchor, { onClose, align = 'start', minWidth = 0 } = {}) {
  const again = current?.anchor === anchor;
  closePopup();
  if (again) return false;
  const host = anchor.closest('dialog') ?? document.body;
  node.classList.add('popup');
  node.setAttribute('popover', 'manual');
  host.append(node);
  node.showPopover?.();
  anchor.setAttribute('aria-expanded', 'true');
  current = { node, anchor, onClose, align };
  redraws.observe(document.body, { childList: true, subtree: true });
  node.style.minWidth = `${minWidth}px`;
  place(node, anchor, align);
  return true;
}

/** Put the popup in its place again, after its contents changed. */
export function replacePopup() {
  if (current) place(current.node, current.anchor, current.align);
}

function place(node, anchor, align = 'start') {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const below = innerHeight - box.bottom;
  const top = below >= height + 8 || below >= box.top ? box.bottom + 4 : box.top - height - 4;
  const left = align === 'end' ? box.right - width : box.left;
  node.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  node.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
}

document.addEventListener('pointerdown', (event) => {
  if (current && !current.node.contains(event.target) && !current.anchor.contains(event.target)) closePopup();
}, true);
/** A popup goes along with what opened it, and closes when that is scrolled out of sight. */
document.addEventListener('scroll', (event) => {
  if (!current || !(event.target instanceof Node) || current.node.contains(event.target) || !event.target.contains(current.anchor)) return;
  const box = current.anchor.getBoundingClientRect();
  const frame = event.target instanceof Element ? event.target.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  if (box.bottom < frame.top || box.top > frame.bottom) closePopup();
  else place(current.node, current.anchor, current.align);
}, true);
addEventListener('resize', () => closePopup());

/**
 * A menu of {label, description?, onSelect, danger?, href?} with arrows, Home, End, letters and Escape.
 * groups: a list of lists; a line is drawn between them.
 */
export function openMenu(anchor, groups, { label, align = 'end' } = {}) {
  const menu = h('div', { role: 'menu', 'aria-label': label, class: 'menu' });
  groups.filter((group) => group.length).forEach((group, index) => {
    if (index) menu.append(h('div', { role: 'separator', class: 'menu-line' }));
    menu.append(...group.map(menuItem));
  });
  const items = [...menu.querySelectorAll('[role=menuitem]')];
  menu.addEventListener('keydown', (event) => onMenuKey(event, items));
  if (openPopup(menu, anchor, { align })) items[0]?.focus();
}

function menuItem({ label, description, onSelect, danger, checked }) {
  const item = h('div', {
    role: 'menuitem', tabindex: '-1', class: `menu-item${danger ? ' menu-danger' : ''}`,
    on: {
      click: () => {
        closePopup({ refocus: true });
        onSelect();
      },
      pointermove: () => item.focus({ preventScroll: true }),
    },
  });
  append(item, [h('span', { class: 'menu-label', dir: 'auto' }, label)]);
  if (description) append(item, [h('span', { class: 'menu-note', dir: 'auto' }, description)]);
  if (checked) item.setAttribute('aria-current', 'true');
  return item;
}

function onMenuKey(event, items) {
  const at = items.indexOf(document.activeElement);
  const go = (index) => items[(index + items.length) % items.length]?.focus();
  const keys = {
    ArrowDown: () => go(at + 1), ArrowUp: () => go(at - 1), Home: () => go(0), End: () => go(items.length - 1),
    Escape: () => closePopup({ refocus: true }), Tab: () => closePopup({ refocus: true }),
    Enter: () => items[at]?.click(), ' ': () => items[at]?.click(),
  };
  if (keys[event.key]) {
    keys[event.key]();
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key.length === 1) {
    const letter = event.key.toLowerCase();
    const found = [...items.slice(at + 1), ...items].find((item) => item.textContent.trim().toLowerCase().startsWith(letter));
    found?.focus();
  }
}
