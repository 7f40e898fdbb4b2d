// One message: who, when, what, its files, its thread.
import { append, bdi, download, h, image, link } from './dom.js';
import { renderBlocks } from './blocks.js';
import { ageing } from './ageing.js';
import { fullTime, timeOf, formatDate } from './dates.js';
import { emojiFor } from './emoji.js';
import { emojiArt } from './emoji_art.js';
import { Form } from './form.js';
import { icon } from './icons.js';
import { sizeOf } from './inputs.js';
import { mrkdwn, plain } from './text.js';
import { unescape } from './mrkdwn.js';
import { context, store } from './store.js';

/** Who a message is from, as shown: {key, name, isApp, user}. */
export function author(message) {
  const user = store.users.get(message.user);
  const isApp = Boolean(message.bot_id || message.app_id || user?.is_bot);
  const name = message.username || (message.user ? store.nameOf(message.user) : message.bot_id ?? 'Slackbot');
  return { key: `${message.user ?? message.bot_id ?? ''} ${name}`, name, isApp, user };
}

/** How light an rrggbb colour is, 0 to 1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color) {
  const [r, g, b] = [0, 2, 4].map((at) => parseInt(color.slice(at, at + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** A square with a person's initial or an app's mark. */
export function avatar(name, { isApp = false, color, emoji, size = 36 } = {}) {
  const node = h('span', { class: `avatar avatar-${size}${isApp ? ' avatar-app' : ''}`, 'aria-hidden': 'true' },
    emoji ?? (isApp && name !== 'Slackbot' ? icon('link', Math.round(size * 0.6)) : [...name.replace(/^[^\p{L}\p{N}]+/u, '')][0]?.toUpperCase() ?? '?'));
  if (!isApp && /^[0-9a-f]{6}$/i.test(color ?? '')) {
    node.style.backgroundColor = `#${color}`;
    node.style.color = luminance(color) > 0.18 ? '#000000' : '#ffffff';
  }
  return node;
}

/** The text of a message without its markup, for labels and announcements. */
export function plainText(message, limit = 200) {
  const box = h('div', {}, mrkdwn(message.text ?? '', context({}), {}));
  for (const br of box.querySelectorAll('br')) br.replaceWith(' ');
  const text = box.textContent.replace(/\s+/g, ' ').trim();
  return text.length > limit ? `${text.slice(0, limit)} …` : text;
}

/**
 * The article of a message. hooks: {act(body), suggest(body), openThread(message), openChannel(id), react(message, name)}.
 * In a thread pane, thread is true and the line about replies is left out.
 */
export function messageNode(message, hooks, { thread = false } = {}) {
  const who = author(message);
  const hidden = message.is_ephemeral || message.local;
  const node = h('article', {
    class: `message${hidden ? ' ephemeral' : ''}`, tabindex: '-1', 'aria-roledescription': 'message', data: { ts: message.ts },
  });
  ageing(node, () => `${who.name}${who.isApp ? ', app' : ''}, ${timeOf(message.ts, store.tz)}${hidden ? ', only visible to you' : ''}: ${plainText(message)}`, 'aria-label');
  const body = h('div', { class: 'message-body' });
  if (hidden) body.append(h('div', { class: 'only-you' }, icon('eye', 14), ' Only visible to you'));
  body.append(heading(message, who), content(message, hooks));
  append(body, [files(message), reactions(message, hooks), thread ? null : replies(message, hooks)]);
  append(node, [h('div', { class: 'message-side' },
    avatar(who.name, { isApp: who.isApp, color: who.user?.color, emoji: message.icon_emoji && emojiFor(message.icon_emoji.replaceAll(':', '')) }),
    h('span', { class: 'side-time', 'aria-hidden': 'true' }, timeOf(message.ts, store.tz).replace(/ [AP]M$/, ''))), body]);
  return node;
}

function heading(message, who) {
  return h('div', { class: 'message-head' },
    bdi(who.name, { class: 'author' }),
    who.isApp ? h('span', { class: 'app-badge' }, 'APP') : null,
    h('time', { class: 'time', datetime: new Date(Number(message.ts) * 1000).toISOString(), title: fullTime(message.ts, store.tz) }, timeOf(message.ts, store.tz)));
}

function content(message, hooks) {
  const form = new Form();
  const ctx = context({
    form, channel: message.channel, surface: 'message',
    act: (body) => hooks.act({ channel: message.channel, ts: message.ts, state: form.values(), ...body }),
    suggest: (body) => hooks.suggest({ channel: message.channel, ts: message.ts, ...body }),
  }, hooks.openChannel);
  const box = h('div', { class: 'message-content' });
  const edited = message.edited ? h('span', { class: 'edited', title: fullTime(message.edited.ts ?? message.ts, store.tz) }, ' (edited)') : null;
  if (message.blocks?.length) append(box, renderBlocks(message.blocks, ctx));
  else if (message.text) box.append(append(h('div', { class: 'txt message-text', dir: 'auto' }), text(message, ctx)));
  append(box, (message.attachments ?? []).map((one) => attachment(one, ctx)));
  if (edited) (box.lastElementChild?.classList.contains('message-text') ? box.lastElementChild : box).append(edited);
  return box;
}

function text(message, ctx) {
  if (message.mrkdwn === false) return plain(unescape(message.text));
  return mrkdwn(message.text, ctx, { autolink: message.parse !== 'none' });
}

/** A secondary attachment: https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
function attachment(one, ctx) {
  const bar = h('div', { class: 'attachment' });
  const color = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a' }[one.color] ?? (/^#?[0-9a-f]{6}$/i.test(one.color ?? '') ? `#${one.color.replace('#', '')}` : null);
  if (color) bar.style.borderInlineStartColor = color;
  const line = (value, cls) => (value ? append(h('div', { class: `txt ${cls}`, dir: 'auto' }), mrkdwn(String(value), ctx, {})) : null);
  if (one.blocks?.length) return append(bar, renderBlocks(one.blocks, ctx));
  const title = one.title && h('div', { class: 'attachment-title', dir: 'auto' }, one.title_link ? link(one.title_link, bdi(one.title), { siteMap: ctx.siteMap }) : one.title);
  return append(bar, [line(one.pretext, ''), line(one.author_name, 'dim'), title, line(one.text, ''),
    (one.fields ?? []).length ? h('div', { class: 'fields' }, one.fields.map((f) => h('div', { class: 'field' }, h('strong', { dir: 'auto' }, String(f.title ?? '')), line(f.value, '')))) : null,
    line(one.footer, 'context-text'), one.title || one.text || one.pretext ? null : line(one.fallback, '')]);
}

function files(message) {
  if (!message.files?.length) return null;
  return h('ul', { class: 'files', 'aria-label': 'Files' }, message.files.map((file) => {
    const picture = /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype ?? '') ? image(file.url, file.title || file.name, { class: 'block-image' }) : null;
    return h('li', {}, download(file.url ?? '', file.name, [h('span', { class: 'file-mark' }, icon('file')),
      h('span', { class: 'file-names' }, bdi(file.title || file.name, { class: 'file-name' }), h('span', { class: 'dim' }, `${(file.filetype || 'file').toUpperCase()} · ${sizeOf(file.size)}`)),
      h('span', { class: 'vh' }, ' download')], { class: 'file', title: file.name }), picture);
  }));
}

function reactions(message, hooks) {
  if (!message.reactions?.length) return null;
  return h('div', { class: 'reactions' }, message.reactions.map((one) => {
    const mine = one.users?.includes(store.user);
    const names = (one.users ?? []).map(store.nameOf).join(', ');
    return h('button', {
      type: 'button', class: 'reaction', 'aria-pressed': String(Boolean(mine)), title: names, 'aria-label': `${one.name.replaceAll('_', ' ')}: ${names}`,
      on: { click: () => hooks.react(message, one.name, mine) },
    }, emojiArt(one.name) ?? emojiFor(one.name) ?? `:${one.name}:`, ' ', h('span', {}, String(one.count ?? one.users?.length ?? 1)));
  }));
}

function replies(message, hooks) {
  if (!message.reply_count) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? 'reply' : 'replies'}`;
  const when = message.latest_reply && ageing(h('span', { class: 'dim' }), () => formatDate('Last reply {date_short_pretty} at {time}', Number(message.latest_reply), { tz: store.tz, now: store.now() }));
  return h('button', { type: 'button', class: 'replies', on: { click: () => hooks.openThread(message) } },
    (message.reply_users ?? []).slice(0, 3).map((id) => avatar(store.nameOf(id), { size: 24, color: store.users.get(id)?.color, isApp: store.users.get(id)?.is_bot })),
    h('span', { class: 'replies-count' }, count), when || null);
}
