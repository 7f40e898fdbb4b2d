// The buttons that appear on the message under the pointer or the focus. There is one for the page; it moves.
import { h } from './dom.js';
import { emojiArt } from './emoji_art.js';
import { icon } from './icons.js';
import { openMenu } from './popup.js';
import { store } from './store.js';
import { plainText } from './message.js';
import { toast } from './notices.js';

const bar = h('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Message actions' });
const held = () => bar.querySelector('[aria-expanded=true]');

/** Put the toolbar on an article. hooks: {openThread, shortcut(callback_id, message), react(message, name)} */
export function toolbar(article, message, hooks, { thread = false } = {}) {
  if (bar.parentNode === article || held()) return;
  bar.replaceChildren();
  if (!message.local) {
    bar.append(tool('Mark as done', emojiArt('white_check_mark'), () => hooks.react(message, 'white_check_mark', mine(message, 'white_check_mark'))),
      tool('React with eyes', emojiArt('eyes'), () => hooks.react(message, 'eyes', mine(message, 'eyes'))));
  }
  if (!thread && !message.is_ephemeral && !message.local) bar.append(tool('Reply in thread', icon('reply', 18), () => hooks.openThread(message)));
  const more = tool('More actions', icon('more', 18), () => openMenu(more, menu(message, hooks, thread), { label: 'Message actions' }));
  more.setAttribute('aria-haspopup', 'menu');
  more.setAttribute('aria-expanded', 'false');
  bar.append(more);
  article.append(bar);
}

const mine = (message, name) => Boolean(message.reactions?.find((one) => one.name === name)?.users?.includes(store.user));

const tool = (label, picture, onClick) => h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, on: { click: onClick } }, picture);

function menu(message, hooks, thread) {
  const shortcuts = message.is_ephemeral || message.local ? [] : store.shortcuts.filter((one) => one.type === 'message').map((one) => ({
    label: one.name, description: store.apps.find((app) => app.app_id === one.app_id)?.name ?? one.description,
    onSelect: () => hooks.shortcut(one.callback_id, message),
  }));
  const own = [{ label: 'Copy text', onSelect: () => copy(plainText(message, 40000)) }];
  if (!thread && !message.is_ephemeral && !message.local) own.unshift({ label: 'Reply in thread', onSelect: () => hooks.openThread(message) });
  return [own, shortcuts];
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied');
  } catch {
    toast('The browser did not allow copying.', { kind: 'error' });
  }
}
