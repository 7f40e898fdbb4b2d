// Channels, direct messages and apps.
import { append, bdi, h } from './dom.js';
import { icon } from './icons.js';
import { avatar } from './message.js';
import { store } from './store.js';

/** Draw the sidebar into nav. current: {channel} or {app}. */
export function drawSidebar(nav, current, { openChannel, openApp }) {
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const all = [...store.channels.values()].filter((channel) => !channel.is_archived);
  const byName = (a, b) => store.channelName(a).localeCompare(store.channelName(b));
  const rooms = all.filter((channel) => channel.kind !== 'im').sort(byName);
  const people = all.filter((channel) => channel.kind === 'im' && !store.appOfDm(channel.id)).sort(byName);
  nav.replaceChildren(
    group('Channels', rooms.map((channel) => item({
      key: channel.id, name: channel.name, mark: icon(channel.kind === 'private' ? 'lock' : 'hash', 16), note: channel.kind === 'private' ? 'private channel' : 'channel',
      on: current.channel === channel.id, unread: store.unread.has(channel.id), onClick: () => openChannel(channel.id),
    }))),
    group('Direct messages', people.map((channel) => item({
      key: channel.id, name: store.channelName(channel), mark: avatar(store.channelName(channel), { size: 20, color: store.users.get(channel.user)?.color }),
      note: 'direct message', on: current.channel === channel.id, unread: store.unread.has(channel.id), onClick: () => openChannel(channel.id),
    }))),
    group('Apps', store.apps.map((app) => item({
      key: app.app_id, name: app.name, mark: avatar(app.name, { size: 20, isApp: true }), note: app.connected ? 'app' : 'app, not connected', off: !app.connected,
      on: current.app === app.app_id, unread: store.unread.has(app.dm), onClick: () => openApp(app.app_id),
    }))));
  rove(nav, focused);
}

function group(name, items) {
  if (!items.length) return '';
  const id = `group-${name.replace(/\W+/g, '-').toLowerCase()}`;
  return h('section', { class: 'side-group', 'aria-labelledby': id }, h('h2', { id }, name), h('ul', {}, items.map((one) => h('li', {}, one))));
}

function item({ key, name, mark, note, on, off, unread, onClick }) {
  const node = h('button', {
    type: 'button', class: `side-item${on ? ' side-on' : ''}${unread ? ' side-unread' : ''}`, 'aria-current': on ? 'page' : null, tabindex: '-1', data: { key }, on: { click: onClick },
  }, h('span', { class: 'side-mark', 'aria-hidden': 'true' }, mark), bdi(name, { class: 'side-name' }));
  node.setAttribute('aria-label', `${name}, ${note}${unread ? ', unread' : ''}`);
  append(node, [off ? h('span', { class: 'side-off', 'aria-hidden': 'true' }, 'offline') : null]);
  return node;
}

/** One stop of the Tab key; arrows go from item to item. */
function rove(nav, focused) {
  const items = [...nav.querySelectorAll('.side-item')];
  const stop = items.find((one) => one.dataset.key === focused) ?? items.find((one) => one.hasAttribute('aria-current')) ?? items[0];
  if (stop) stop.tabIndex = 0;
  if (focused) stop?.focus();
  nav.onkeydown = (event) => {
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    const to = items[(next + items.length) % items.length];
    items.forEach((one) => { one.tabIndex = one === to ? 0 : -1; });
    to.focus();
  };
}
