// Short messages of the page itself, and the words that assistive technology reads out.
import { h } from './dom.js';
import { icon } from './icons.js';

const STAYS = 8000; // milliseconds

/** Read a sentence out without showing it. */
export function announce(text) {
  const live = document.getElementById('live');
  live.append(h('div', {}, text));
  while (live.childElementCount > 5) live.firstElementChild.remove();
}

/** A note in the corner. It stays while it has the pointer or the focus. */
export function toast(text, { kind = 'info' } = {}) {
  const close = () => node.remove();
  const node = h('div', { class: `toast toast-${kind}`, role: kind === 'error' ? 'alert' : 'status' },
    icon(kind === 'error' ? 'warning' : 'info'), h('span', { dir: 'auto' }, text),
    h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss', on: { click: close } }, icon('close', 16)));
  (document.querySelector('dialog[open]:last-of-type') ?? document.getElementById('toasts')).append(node);
  let timer = setTimeout(close, STAYS);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(close, STAYS);
  };
  node.addEventListener('pointerenter', hold);
  node.addEventListener('focusin', hold);
  node.addEventListener('pointerleave', release);
  node.addEventListener('focusout', release);
}

/** Say what the server said when it refused something. */
export function report(answer) {
  if (answer.ok || answer.error === 'operation_timeout' || answer.error === 'dispatch_failed') return answer;
  toast(answer.message ?? `That did not work: ${answer.error}`, { kind: 'error' });
  return answer;
}
