// Modal dialogs on the browser's own <dialog>: the rest of the page is inert, Escape asks to close.
import { h, uid } from './dom.js';
import { icon } from './icons.js';
import { textObject, words } from './text.js';

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select, textarea:not([disabled]), [tabindex="0"]';

/** Tab and Shift+Tab go round inside the dialog. */
function trap(event, dialog) {
  if (event.key !== 'Tab' || event.defaultPrevented) return;
  const stops = [...dialog.querySelectorAll(FOCUSABLE)].filter((node) => node.checkVisibility() && !node.closest('[inert]'));
  if (!stops.length) return;
  const at = stops.indexOf(document.activeElement);
  const edge = event.shiftKey ? at <= 0 : at === stops.length - 1;
  if (!edge) return;
  stops.at(event.shiftKey ? -1 : 0).focus();
  event.preventDefault();
}

/**
 * Open a dialog with a title bar, a body and buttons at its foot. onDismiss: Escape or the cross.
 * Focus returns to where it was when close() is called.
 */
export function openDialog({ title, body, foot = [], onDismiss, className = '', role = 'dialog', iconNode = null }) {
  const back = document.activeElement;
  const id = uid('dialog');
  const heading = h('h1', { class: 'dialog-title', id, dir: 'auto' }, title);
  const dialog = h('dialog', { class: `dialog ${className}`, 'aria-labelledby': id, role, 'aria-modal': 'true' },
    h('div', { class: 'dialog-head' }, iconNode, heading,
      h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close', on: { click: () => onDismiss() } }, icon('close'))),
    h('div', { class: 'dialog-body' }, body),
    foot.length ? h('div', { class: 'dialog-foot' }, foot) : null);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    onDismiss();
  });
  dialog.addEventListener('keydown', (event) => trap(event, dialog));
  document.body.append(dialog);
  dialog.showModal();
  return {
    node: dialog,
    heading,
    close() {
      dialog.close();
      dialog.remove();
      if (back?.isConnected) back.focus();
    },
  };
}

/** Ask by Slack's confirm object; resolves to whether the person agreed. */
export function confirm(object, ctx) {
  return new Promise((resolve) => {
    const answer = (yes) => {
      dialog.close();
      resolve(yes);
    };
    const danger = object.style === 'danger';
    const deny = h('button', { type: 'button', class: 'btn', on: { click: () => answer(false) } }, words(object.deny));
    const agree = h('button', { type: 'button', class: `btn ${danger ? 'btn-danger' : 'btn-primary'}`, on: { click: () => answer(true) } }, words(object.confirm));
    const dialog = openDialog({
      title: words(object.title), body: h('div', { class: 'txt', dir: 'auto' }, textObject(object.text, ctx)),
      foot: [deny, agree], onDismiss: () => answer(false), className: 'dialog-small', role: 'alertdialog',
    });
    deny.focus();
  });
}
