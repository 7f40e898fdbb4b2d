// rich_text blocks: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
import { bdi, h, link } from './dom.js';
import { emojiFor, fromHex } from './emoji.js';
import { dateNode, emojiNode, mention } from './text.js';

const STYLES = [['code', 'code'], ['bold', 'strong'], ['italic', 'em'], ['strike', 's'], ['underline', 'u'], ['highlight', 'mark'], ['client_highlight', 'mark']];

/** All parts of one rich_text block. inline: for a table's cell, where a section is not a paragraph. */
export function richText(block, ctx, { inline = false } = {}) {
  return h(inline ? 'span' : 'div', { class: 'rich-text', dir: 'auto' }, lists(block.elements ?? [], ctx));
}

/** Lists of growing indent follow each other as siblings; here they nest, as readers expect. */
function lists(elements, ctx) {
  const out = [];
  let open = [];
  for (const element of elements) {
    if (element?.type !== 'rich_text_list') {
      open = [];
      out.push(part(element, ctx));
      continue;
    }
    const depth = Math.min(Math.max(element.indent ?? 0, 0), 8);
    open = open.filter((level) => level.depth <= depth);
    const parent = open.filter((level) => level.depth < depth).at(-1);
    const same = open.find((level) => level.depth === depth && level.style === element.style);
    if (same && element.style === 'bullet') {
      same.node.append(...items(element, ctx));
      continue;
    }
    open = open.filter((level) => level.depth < depth);
    const node = listNode(element, ctx, depth);
    open.push({ depth, style: element.style, node });
    const host = parent?.node.lastElementChild;
    if (host) host.append(node);
    else out.push(node);
  }
  return out;
}

function listNode(element, ctx, depth) {
  const ordered = element.style === 'ordered';
  const node = h(ordered ? 'ol' : 'ul', {
    class: `rt-list rt-depth-${depth % 3}${element.border ? ' rt-border' : ''}`,
    start: ordered && element.offset ? element.offset + 1 : null,
  });
  node.append(...items(element, ctx));
  return node;
}

const items = (element, ctx) => (element.elements ?? []).map((item) => h('li', { dir: 'auto' }, leaves(item.elements, ctx)));

function part(element, ctx) {
  const inside = () => leaves(element.elements, ctx);
  switch (element?.type) {
    case 'rich_text_section': return h('div', { class: 'rt-section txt', dir: 'auto' }, inside());
    case 'rich_text_quote': return h('blockquote', { dir: 'auto', class: 'txt' }, inside());
    case 'rich_text_preformatted': return h('pre', { dir: 'ltr', tabindex: '0' }, inside());
    default: return h('span', { class: 'unknown' }, String(element?.type ?? 'nothing'));
  }
}

const leaves = (elements, ctx) => (elements ?? []).map((element) => leaf(element, ctx));

function leaf(element, ctx) {
  let node = bare(element, ctx);
  for (const [style, tag] of STYLES) if (element?.style?.[style]) node = h(tag, {}, node);
  return node;
}

function lines(text) {
  return String(text ?? '').split('\n').flatMap((line, index) => (index ? [h('br'), line] : [line]));
}

function bare(element, ctx) {
  switch (element?.type) {
    case 'text': return h('span', {}, lines(element.text));
    case 'link': return link(element.url, bdi(element.text || element.url), { siteMap: ctx.siteMap });
    case 'emoji': {
      const char = fromHex(element.unicode) ?? emojiFor(element.name ?? '');
      return char ? emojiNode(element.name ?? '', char) : `:${element.name}:`;
    }
    case 'user': return mention({ kind: 'user', id: element.user_id }, ctx);
    case 'channel': return mention({ kind: 'channel', id: element.channel_id }, ctx);
    case 'usergroup': return mention({ kind: 'group', id: element.usergroup_id }, ctx);
    case 'team': return mention({ kind: 'group', id: element.team_id }, ctx);
    case 'broadcast': return mention({ kind: 'broadcast', range: element.range }, ctx);
    case 'date': return dateNode({ seconds: element.timestamp, format: element.format ?? '{date}', url: element.url, fallback: element.fallback }, ctx);
    case 'color': return colour(String(element.value ?? ''));
    default: return h('span', { class: 'unknown' }, String(element?.type ?? 'nothing'));
  }
}

function colour(value) {
  const swatch = h('span', { class: 'swatch', 'aria-hidden': 'true' });
  if (/^#[0-9a-f]{3,8}$/i.test(value)) swatch.style.backgroundColor = value;
  return h('span', { class: 'colour' }, h('bdi', {}, value), swatch);
}
