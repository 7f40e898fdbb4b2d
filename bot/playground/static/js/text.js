// Draws the trees of mrkdwn and plain text as DOM nodes.
import { bdi, h, link, append } from './dom.js';
import { ageing } from './ageing.js';
import { formatDate, fullTime } from './dates.js';
import { parseMrkdwn } from './mrkdwn.js';
import { emojiFor } from './emoji.js';
import { emojiArt } from './emoji_art.js';

const TAGS = { bold: 'strong', italic: 'em', strike: 's', code: 'code' };

/** A text object ({type, text, verbatim}) or a plain string as nodes; ctx names users and channels. */
export function textObject(object, ctx) {
  if (typeof object === 'string') return plain(object);
  if (object?.type === 'mrkdwn') return mrkdwn(object.text, ctx, { autolink: object.verbatim !== true });
  return plain(object?.text ?? '', { emoji: object?.emoji !== false });
}

/** The words of a text object alone, for labels and names. */
export function words(object) {
  const box = h('div', {}, textObject(object, { users: new Map(), channels: new Map() }));
  return box.textContent.replace(/\s+/g, ' ').trim();
}

export function mrkdwn(text, ctx, options) {
  return drawAll(parseMrkdwn(text, options), ctx);
}

/** Plain text: short codes become emoji, line ends are kept, nothing else means anything. */
export function plain(text, { emoji = true } = {}) {
  const out = [];
  for (const [index, line] of String(text).split(/\r?\n/).entries()) {
    if (index) out.push(h('br'));
    if (!emoji) {
      out.push(line);
      continue;
    }
    let from = 0;
    for (const match of line.matchAll(/:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/gi)) {
      const char = emojiFor(match[1].toLowerCase());
      if (!char || match.index < from) continue;
      out.push(line.slice(from, match.index), emojiNode(match[1], char));
      from = match.index + match[0].length;
    }
    out.push(line.slice(from));
  }
  return out;
}

export const emojiNode = (name, char) =>
  h('span', { class: 'emoji', role: 'img', 'aria-label': `${name.replace(/[_-]+/g, ' ').trim()} emoji`, title: `:${name}:` }, emojiArt(name) ?? char);

function drawAll(nodes, ctx) {
  return nodes.map((node) => draw(node, ctx));
}

function draw(node, ctx) {
  if (node.kind in TAGS) return h(TAGS[node.kind], {}, drawAll(node.children, ctx));
  switch (node.kind) {
    case 'text': return node.text;
    case 'br': return h('br');
    case 'pre': return h('pre', { dir: 'ltr', tabindex: '0' }, drawAll(node.children, ctx));
    case 'quote': return h('blockquote', {}, drawAll(node.children, ctx));
    case 'emoji': return emojiNode(node.name, node.char);
    case 'link': return link(node.url, bdi(node.label.replace(/^mailto:/, '')), { siteMap: ctx.siteMap });
    case 'date': return dateNode(node, ctx);
    default: return mention(node, ctx);
  }
}

/** A person, channel, group or everybody. ids that nobody knows keep their label or id. */
export function mention(node, ctx) {
  if (node.kind === 'user') {
    const user = ctx.users?.get(node.id);
    const name = user ? personName(user) : node.label ?? node.id;
    const mine = node.id === ctx.user;
    return h('span', { class: `mention${mine ? ' mention-me' : ''}` }, bdi(`@${name}`));
  }
  if (node.kind === 'channel') {
    const channel = ctx.channels?.get(node.id);
    const label = `#${channel?.name ?? node.label ?? 'private-channel'}`;
    if (!channel || !ctx.openChannel) return h('span', { class: 'mention' }, bdi(label));
    return h('button', { type: 'button', class: 'mention', on: { click: () => ctx.openChannel(node.id) } }, bdi(label));
  }
  const label = node.kind === 'broadcast' ? `@${node.range}` : node.label ?? `@${node.id}`;
  return h('span', { class: 'mention mention-me' }, bdi(label));
}

export const personName = (user) => user.display_name || user.real_name || user.name || user.id;

/** A date in the reader's zone; the fallback when it cannot be formatted. */
export function dateNode({ seconds, format, url, fallback }, ctx) {
  const words = () => formatDate(format, seconds, { tz: ctx.tz, now: ctx.now?.() ?? Date.now() / 1000 });
  if (words() === null) return fallback ?? '';
  const node = ageing(h('time', { datetime: new Date(seconds * 1000).toISOString(), title: fullTime(seconds, ctx.tz) }), words);
  return url ? link(url, node, { siteMap: ctx.siteMap }) : node;
}

/** A block of text with its own writing direction, whose overflow cannot reach its neighbours. */
export const textBox = (object, ctx, props = {}) =>
  append(h('div', { dir: 'auto', ...props, class: `txt ${props.class ?? ''}` }), textObject(object, ctx));
