// The markdown block: headings, emphasis, links, lists, quotes, code, tables, rules, tasks.
// https://docs.slack.dev/reference/block-kit/blocks/markdown-block (images become links)
import { bdi, h, link } from './dom.js';

/** The nodes of a Markdown text. Raw HTML is shown as it stands. */
export function markdown(text, ctx) {
  return blocks(String(text).replace(/\r\n?/g, '\n').split('\n'), ctx, 0);
}

const FENCE = /^ {0,3}(```+|~~~+)\s*([\w+-]*)/;
const ITEM = /^( *)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
const SEPARATOR = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function blocks(lines, ctx, depth) {
  const out = [];
  let i = 0;
  while (i < lines.length) {
    const [node, next] = block(lines, i, ctx, depth);
    if (node) out.push(node);
    i = next;
  }
  return out;
}

function block(lines, i, ctx, depth) {
  const line = lines[i];
  if (!line.trim()) return [null, i + 1];
  const fence = FENCE.exec(line);
  if (fence) return fenced(lines, i, fence[1]);
  const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) {
    const props = { class: `md-h md-h${heading[1].length}`, role: 'heading', 'aria-level': Math.min(6, heading[1].length + 2), dir: 'auto' };
    return [h('div', props, inline(heading[2], ctx)), i + 1];
  }
  if (RULE.test(line)) return [h('hr'), i + 1];
  if (/^ {0,3}>/.test(line) && depth < 8) {
    const end = run(lines, i, (l) => /^ {0,3}>/.test(l));
    const inner = lines.slice(i, end).map((l) => l.replace(/^ {0,3}> ?/, ''));
    return [h('blockquote', { dir: 'auto' }, blocks(inner, ctx, depth + 1)), end];
  }
  if (line.includes('|') && SEPARATOR.test(lines[i + 1] ?? '')) return table(lines, i, ctx);
  if (ITEM.test(line) && depth < 8) return list(lines, i, ctx, depth);
  const end = Math.max(i + 1, run(lines, i, (l, n) => n === i || (l.trim() && !starts(l))));
  return [h('p', { dir: 'auto', class: 'txt' }, breaks(lines.slice(i, end), ctx)), end];
}

const starts = (line) => FENCE.test(line) || /^ {0,3}(#{1,6}\s|>)/.test(line) || RULE.test(line) || ITEM.test(line);

function run(lines, from, holds) {
  let i = from;
  while (i < lines.length && holds(lines[i], i)) i += 1;
  return i;
}

function fenced(lines, i, mark) {
  const end = run(lines, i + 1, (l, n) => n === i || !l.trim().startsWith(mark));
  return [h('pre', { dir: 'ltr', tabindex: '0' }, h('code', {}, lines.slice(i + 1, end).join('\n'))), end + 1];
}

function list(lines, i, ctx, depth) {
  const first = ITEM.exec(lines[i]);
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const start = ordered ? Number.parseInt(first[2], 10) : 1;
  const node = h(ordered ? 'ol' : 'ul', { class: 'rt-list', start: start === 1 ? null : start });
  while (i < lines.length) {
    const item = ITEM.exec(lines[i]);
    if (!item || item[1].length !== indent || /\d/.test(item[2]) !== ordered) break;
    const deeper = (l) => l.trim() && (l.search(/\S/) > indent + 1);
    const end = run(lines, i + 1, deeper);
    const inner = lines.slice(i + 1, end);
    const least = Math.min(...inner.map((l) => l.search(/\S/)), 99);
    const nested = blocks(inner.map((l) => l.slice(least)), ctx, depth + 1);
    node.append(h('li', { dir: 'auto' }, task(item[3], ctx), nested));
    i = end;
  }
  return [node, i];
}

function task(text, ctx) {
  const box = /^\[([ xX])\]\s+/.exec(text);
  if (!box) return inline(text, ctx);
  const done = box[1] !== ' ';
  return [h('span', { role: 'img', 'aria-label': done ? 'done' : 'to do' }, done ? '☑ ' : '☐ '), inline(text.slice(box[0].length), ctx)];
}

const cells = (line) => line.trim().replace(/^\||(?<!\\)\|$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));

function table(lines, i, ctx) {
  const head = cells(lines[i]);
  const align = cells(lines[i + 1]).map((c) => (c.endsWith(':') ? (c.startsWith(':') ? 'center' : 'right') : 'left'));
  const end = run(lines, i + 2, (l) => l.includes('|'));
  const row = (tag, values) => h('tr', {}, head.map((_, n) => h(tag, { class: `al-${align[n] ?? 'left'}`, scope: tag === 'th' ? 'col' : null, dir: 'auto' }, inline(values[n] ?? '', ctx))));
  const body = lines.slice(i + 2, end).map((line) => row('td', cells(line)));
  return [h('div', { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': 'Table' },
    h('table', { class: 'bk-table' }, h('thead', {}, row('th', head)), h('tbody', {}, body))), end];
}

const breaks = (lines, ctx) => lines.flatMap((line, n) => (n ? [h('br'), ...inline(line.trim(), ctx)] : inline(line.trim(), ctx)));

const INLINE = [
  [/`+/y, codeSpan],
  [/!?\[((?:[^[\]\\]|\\.)*)\]\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"[^"]*")?\s*\)/y, (m, text, ctx) => [link(m[2], bdi(unescaped(m[1]) || m[2]), ctx), m[0].length]],
  [/<(https?:\/\/[^\s<>]+|mailto:[^\s<>]+)>/y, (m, text, ctx) => [link(m[1], bdi(m[1]), ctx), m[0].length]],
  [/https?:\/\/[^\s<>]*[^\s<>.,;:!?'")\]]/y, (m, text, ctx) => [link(m[0], bdi(m[0]), ctx), m[0].length]],
  [/\*\*(?=\S)([^\n]*?\S)\*\*/y, (m, text, ctx) => [h('strong', {}, inline(m[1], ctx)), m[0].length]],
  [/~~(?=\S)([^\n]*?\S)~~/y, (m, text, ctx) => [h('s', {}, inline(m[1], ctx)), m[0].length]],
  [/\*(?=\S)([^*\n]*?\S)\*(?!\*)/y, (m, text, ctx) => [h('em', {}, inline(m[1], ctx)), m[0].length]],
  [/(?<![\p{L}\p{N}])_(?=\S)([^_\n]*?\S)_(?![\p{L}\p{N}])/uy, (m, text, ctx) => [h('em', {}, inline(m[1], ctx)), m[0].length]],
];
const unescaped = (text) => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');

function codeSpan(match, text) {
  const from = match.index + match[0].length;
  const close = text.indexOf(match[0], from);
  if (close < 0) return null;
  return [h('code', {}, text.slice(from, close).replace(/^ (.*) $/, '$1')), close + match[0].length - match.index];
}

/** ctx is {siteMap}; a text that nests deeper than its length allows cannot exist, so recursion ends. */
function inline(text, ctx) {
  const options = { siteMap: ctx.siteMap };
  const out = [];
  let held = '';
  let i = 0;
  while (i < text.length) {
    if (text[i] === '\\' && /[!-/:-@[-`{-~]/.test(text[i + 1] ?? '')) {
      held += text[i + 1];
      i += 2;
      continue;
    }
    const found = /[`![<h*~_]/.test(text[i]) ? special(text, i, options) : null;
    if (found) {
      if (held) out.push(held);
      held = '';
      out.push(found[0]);
      i += found[1];
    } else {
      held += text[i];
      i += 1;
    }
  }
  if (held) out.push(held);
  return out;
}

function special(text, i, ctx) {
  for (const [pattern, make] of INLINE) {
    pattern.lastIndex = i;
    const match = pattern.exec(text);
    const made = match && make(match, text, ctx);
    if (made) return made;
  }
  return null;
}
