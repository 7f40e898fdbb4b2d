// Starts the page and joins its parts.
import { refresh } from './ageing.js';
import { bdi, h } from './dom.js';
import { api, listen } from './api.js';
import { Composer } from './composer.js';
import { drawHome } from './home.js';
import { icon } from './icons.js';
import { author, avatar, plainText } from './message.js';
import { MessageList } from './messages.js';
import { announce, report, toast } from './notices.js';
import { drawSidebar } from './sidebar.js';
import { loadState, store } from './store.js';
import { setUpTheme } from './theme.js';
import { toolbar } from './toolbar.js';
import { drawDay, drawUser, nextDay, userMenu } from './topbar.js';
import { Views } from './views.js';

const $ = (id) => document.getElementById(id);
const here = { channel: null, app: null, tab: 'home', thread: null };
const MINUTE = 60;
let stop = () => {};

const hooks = (thread) => ({
  act: (body) => api.post('click', { user: store.user, ...body }).then(report),
  suggest: async (body) => {
    const answer = report(await api.post('suggest', { user: store.user, ...body }));
    return answer.ok ? answer : null;
  },
  openThread,
  openChannel,
  react: (message, name, remove) => api.post('reaction', { user: store.user, channel: message.channel, ts: message.ts, name, remove: Boolean(remove) }).then(report),
  shortcut: (callback_id, message) => api.post('shortcut', { user: store.user, callback_id, channel: message.channel, ts: message.ts }).then(report),
  toolbar: (article, message) => toolbar(article, message, hooks(thread), { thread }),
  leave: () => (thread ? threadComposer : composer).focus(),
  beginning: () => (thread ? '' : beginning()),
});

const list = new MessageList(hooks(false));
const threadList = new MessageList(hooks(true));
threadList.node.classList.add('messages-thread');
const composer = new Composer({ where: () => ({ channel: here.channel, thread_ts: null }), label: 'Message', onEscape: () => list.stop?.focus(), onSend: () => list.follow() });
const threadComposer = new Composer({ where: () => ({ channel: here.thread?.channel, thread_ts: here.thread?.ts }), label: 'Reply', commands: false, onEscape: closeThread, onSend: () => threadList.follow() });
const views = new Views({ openChannel });

function beginning() {
  const channel = store.channels.get(here.channel);
  if (!channel) return '';
  return channel.kind === 'im' ? `This is the beginning of your conversation with ${store.channelName(channel)}.` : `This is the very beginning of the #${channel.name} channel.`;
}

function sidebar() {
  drawSidebar($('sidebar-list'), here, { openChannel, openApp });
  $('workspace').textContent = store.team.name;
}

/** Show a channel or a conversation; an app's own conversation shows under its tabs. */
export async function openChannel(id) {
  const app = store.appOfDm(id);
  if (app) return openApp(app.app_id, 'messages');
  Object.assign(here, { channel: id, app: null });
  await showMessages();
}

async function showMessages() {
  const channel = store.channels.get(here.channel);
  closeThread();
  document.body.classList.remove('drawer-open');
  store.unread.delete(here.channel);
  sidebar();
  header();
  remember();
  const name = store.channelName(channel);
  const label = channel?.kind === 'im' ? name : `#${name}`;
  composer.setLabel(`Message ${label}`);
  $('home').hidden = true;
  list.node.hidden = composer.node.hidden = false;
  await list.load(here.channel, { label: `Messages in ${label}` });
  if (!document.querySelector('dialog[open]')) composer.focus();
}

function header() {
  const app = store.apps.find((one) => one.app_id === here.app);
  const channel = store.channels.get(here.channel);
  const mark = app ? avatar(app.name, { size: 24, isApp: true }) : channel?.kind === 'im' ? avatar(store.channelName(channel), { size: 24, color: store.users.get(channel.user)?.color }) : icon(channel?.kind === 'private' ? 'lock' : 'hash', 18);
  const title = app?.name ?? store.channelName(channel);
  $('title').replaceChildren(h('span', { 'aria-hidden': 'true', class: 'title-mark' }, mark), bdi(title));
  $('topic').textContent = app ? app.description ?? '' : channel?.topic ?? '';
  document.title = `${title} · ${store.team.name}`;
  const members = channel?.kind === 'im' || app ? null : channel?.members;
  $('members').textContent = members ? `${members.length} ${members.length === 1 ? 'member' : 'members'}` : '';
  $('members').title = (members ?? []).map(store.nameOf).join(', ');
  $('tabs').hidden = !app || !app.home_tab;
  for (const tab of $('tabs').querySelectorAll('[role=tab]')) {
    const on = tab.dataset.tab === here.tab;
    tab.setAttribute('aria-selected', String(on));
    tab.tabIndex = on ? 0 : -1;
  }
}

/** An app: its home, or the messages between it and the user. */
export async function openApp(appId, tab) {
  const app = store.apps.find((one) => one.app_id === appId);
  if (!app) return;
  Object.assign(here, { app: appId, channel: app.dm, tab: tab ?? (app.home_tab ? 'home' : 'messages') });
  const told = api.post('home', { user: store.user, app_id: appId, tab: here.tab });
  if (here.tab === 'messages') {
    await showMessages();
    return;
  }
  closeThread();
  document.body.classList.remove('drawer-open');
  sidebar();
  header();
  remember();
  list.node.hidden = composer.node.hidden = true;
  $('home').hidden = false;
  drawHome($('home'), store.homes[appId], openChannel);
  const answer = await told;
  if (answer.ok && answer.view && here.app === appId && here.tab === 'home') {
    store.homes[appId] = answer.view;
    drawHome($('home'), answer.view, openChannel);
  } else report(answer);
}

async function openThread(message) {
  const ts = message.thread_ts ?? message.ts;
  here.thread = { channel: message.channel, ts };
  $('thread').hidden = false;
  document.body.classList.add('thread-open');
  $('thread-where').textContent = store.channels.get(message.channel)?.kind === 'im' ? '' : `#${store.channelName(store.channels.get(message.channel))}`;
  threadComposer.setLabel('Reply');
  await threadList.load(message.channel, { threadTs: ts, label: 'Thread' });
  threadComposer.focus();
}

function closeThread() {
  if (!here.thread) return;
  const { ts } = here.thread;
  here.thread = null;
  $('thread').hidden = true;
  document.body.classList.remove('thread-open');
  const back = list.entries.find((entry) => entry.message.ts === ts)?.article;
  (back ?? composer.input).focus();
}

/** The address names the user and the place, so that a reload or a second window finds them. */
function remember() {
  const params = new URLSearchParams({ user: store.user, ...(here.app && here.tab === 'home' ? { app: here.app } : { channel: here.channel ?? '' }) });
  history.replaceState(null, '', `?${params}`);
}

const EVENTS = {
  message: ({ channel, message }) => arrived(channel, message),
  message_changed({ channel, message }) {
    reached(message.edited?.ts);
    if (channel === here.channel && !isReply(message)) list.upsert(message);
    if (inThread(channel, message)) threadList.upsert(message);
  },
  message_deleted({ channel, ts }) {
    if (channel === here.channel) list.remove(ts);
    if (channel === here.thread?.channel) threadList.remove(ts);
  },
  view_opened: ({ view, stack }) => views.opened(view, stack),
  view_updated: ({ view, stack }) => views.updated(view, stack),
  view_closed: ({ view_id, stack }) => views.closed(view_id, stack),
  home({ app_id, view }) {
    store.homes[app_id] = view;
    if (here.app === app_id && here.tab === 'home') drawHome($('home'), view, openChannel);
  },
  channel({ channel }) {
    if (channel.gone) store.channels.delete(channel.id);
    else store.channels.set(channel.id, channel);
    sidebar();
    if (channel.id === here.channel) header();
    if (channel.gone && channel.id === here.channel) firstPlace();
  },
  app(app) {
    store.apps = store.apps.map((one) => (one.app_id === app.app_id ? app : one));
    sidebar();
  },
  notice: noticed,
  day({ day, now, result }) {
    Object.assign(store, { day });
    store.setNow(now);
    drawDay();
    refresh();
    if (result) toast(typeof result === 'string' ? result : result.text ?? result.message ?? JSON.stringify(result));
  },
  reset: () => start(),
};

const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts && message.subtype !== 'thread_broadcast';
const inThread = (channel, message) => channel === here.thread?.channel && (message.thread_ts === here.thread.ts || message.ts === here.thread.ts);

/** While a day passes, what comes from the server says how late it is there. */
function reached(ts) {
  if (!(Number(ts) > store.now() + MINUTE)) return;
  store.setNow(Number(ts));
  refresh();
}

function arrived(channel, message) {
  reached(message.ts);
  const shown = channel === here.channel && !(here.app && here.tab === 'home');
  if (shown && !isReply(message)) list.upsert(message);
  if (inThread(channel, message)) threadList.upsert(message);
  if (shown && message.user !== store.user) announce(`${author(message).name}: ${plainText(message)}`);
  if (!shown && message.user !== store.user && !isReply(message)) {
    store.unread.add(channel);
    sidebar();
  }
}

/** What Slack tells only this user: in the modal if it is about one, else as a message of Slackbot's. */
function noticed({ kind, channel, text, error }) {
  const sentence = text ?? `That failed with the error ${error}`;
  if (kind === 'view' && views.failed(sentence)) return;
  if (kind !== 'view' && channel && channel === here.channel && !list.node.hidden) {
    const ts = store.now().toFixed(6);
    list.upsert({ ts, channel, text: sentence.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]), username: 'Slackbot', local: true, parse: 'none' });
    announce(`Slackbot: ${sentence}`);
  } else toast(sentence, { kind: 'error' });
}

function firstPlace() {
  const rooms = [...store.channels.values()].filter((channel) => channel.kind !== 'im' && !channel.is_archived);
  const room = rooms.find((channel) => channel.is_member) ?? rooms[0];
  if (room) return openChannel(room.id);
  return store.apps.length ? openApp(store.apps[0].app_id) : null;
}

/** Load the workspace as this user sees it and show the place that was asked for. */
async function start({ user, channel = here.channel, app = here.app } = {}) {
  stop();
  const state = await loadState(user ?? store.user ?? undefined);
  if (!state.ok) {
    toast(state.message ?? 'The workspace could not be loaded.', { kind: 'error' });
    return;
  }
  const stream = listen(store.user, (kind, data) => EVENTS[kind](data), {
    onLost: () => document.body.classList.add('offline'),
    onAgain: () => {
      document.body.classList.remove('offline');
      again();
    },
  });
  stop = stream.stop;
  await stream.ready;
  await loadState(store.user); // what happened before the stream began
  drawUser();
  drawDay();
  if (app && store.apps.some((one) => one.app_id === app)) await openApp(app, here.app ? here.tab : undefined);
  else if (store.channels.has(channel)) await openChannel(channel);
  else await firstPlace();
  views.reset(store.views);
}

/** The connection is back: what was missed is loaded. */
async function again() {
  await loadState(store.user);
  sidebar();
  drawDay();
  list.catchUp();
  if (here.thread) threadList.catchUp();
  views.reset(store.views);
}

function regions(event) {
  if (event.key !== 'F6' || document.querySelector('dialog[open]')) return;
  event.preventDefault();
  const stops = [() => $('sidebar-list').querySelector('[tabindex="0"]'), () => (list.node.hidden ? $('home') : list.stop), () => !composer.node.hidden && composer.input, () => here.thread && threadComposer.input, () => $('user-button')]
    .map((find) => find()).filter(Boolean);
  const at = stops.findIndex((node) => node === document.activeElement || node.closest('nav, main, aside, header')?.contains(document.activeElement));
  stops[(at + (event.shiftKey ? stops.length - 1 : 1)) % stops.length].focus();
}

function setUp() {
  $('messages-slot').replaceWith(list.node);
  $('composer-slot').replaceWith(composer.node);
  composer.input.id = 'composer';
  $('thread-slot').replaceWith(threadList.node);
  $('thread-composer-slot').replaceWith(threadComposer.node);
  $('thread-close').append(icon('close'));
  $('thread-close').addEventListener('click', closeThread);
  $('user-button').addEventListener('click', () => userMenu((user) => start({ user })));
  $('next-day').prepend(icon('next', 16));
  $('next-day').addEventListener('click', nextDay);
  $('menu-button').append(icon('menu'));
  $('menu-button').addEventListener('click', () => {
    const open = document.body.classList.toggle('drawer-open');
    $('menu-button').setAttribute('aria-expanded', String(open));
    if (open) $('sidebar-list').querySelector('[tabindex="0"]')?.focus();
  });
  $('scrim').addEventListener('click', () => document.body.classList.remove('drawer-open'));
  $('tabs').addEventListener('click', (event) => event.target.dataset.tab && openApp(here.app, event.target.dataset.tab));
  $('tabs').addEventListener('keydown', (event) => {
    if (!['ArrowLeft', 'ArrowRight'].includes(event.key)) return;
    openApp(here.app, here.tab === 'home' ? 'messages' : 'home').then(() => $('tabs').querySelector('[aria-selected=true]').focus());
  });
  $('thread').addEventListener('keydown', (event) => event.key === 'Escape' && !event.defaultPrevented && closeThread());
  document.addEventListener('keydown', regions);
  setInterval(refresh, MINUTE * 1000);
  setUpTheme($('theme'));
  const params = new URLSearchParams(location.search);
  start({ user: params.get('user') ?? undefined, channel: params.get('channel'), app: params.get('app') });
}

setUp();
