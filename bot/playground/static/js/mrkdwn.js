// Slack's mrkdwn, text to tree: https://docs.slack.dev/messaging/formatting-message-text
// Three steps: lines (pre, quotes), tokens, spans. Every step is linear in the length of the text.
import { emojiFor } from './emoji.js';

const WORD = /[\p{L}\p{N}_]/u;
const SPACE = /\s/u;
const URL_AT = /https?:\/\/[^\s<>|]+/iy;
const BARE_AT = new RegExp('[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*\\.(?:com|org|net|edu|gov|io|co|dev|app|ai|info|biz|me|blog|shop|site'
  + '|online|store|news|uk|de|fr|es|it|nl|pl|eu|us|ca|au|jp|in|br|ch|at|se|no|fi|dk|ie|be)'
  + '(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])(?::\\d+)?(?:[/?#][^\\s<>|]*)?', 'iuy');
const EMOJI_AT = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/iy;
const MARKS = { '*': 'bold', _: 'italic', '~': 'strike', '`': 'code' };
const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Undo Slack's three escapes. */
export const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/**
 * The tree of a mrkdwn text: nodes {kind, ...} with children in `children`, literal text in `text`.
 * autolink: bare URLs and known domains become links (Slack does unless verbatim or parse none).
 */
export function parseMrkdwn(text, { autolink = true } = {}) {
  const out = [];
  let rest = String(text ?? '').replace(/\r\n?/g, '\n');
  for (;;) {
    const open = rest.indexOf('```');
    const close = open < 0 ? -1 : rest.indexOf('```', open + 3);
    if (close < 0 || close === open + 3) break;
    out.push(...parseLines(rest.slice(0, open).replace(/\n$/, ''), autolink));
    const body = rest.slice(open + 3, close).replace(/^\n/, '').replace(/\n$/, '');
    out.push({ kind: 'pre', children: plainTokens(body) });
    rest = rest.slice(close + 3).replace(/^\n/, '');
  }
  out.push(...parseLines(rest, autolink));
  return out;
}

function parseLines(text, autolink) {
  if (text === '') return [];
  const out = [];
  const quote = /^(?:&gt;|>) ?/;
  let held = [];
  let quoted = false;
  const flush = () => {
    if (!held.length) return;
    const children = parseSpans(tokens(held.join('\n'), autolink));
    if (quoted) out.push({ kind: 'quote', children });
    else out.push(...children);
    held = [];
  };
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const all = /^(?:&gt;|>){3} ?/.exec(lines[i]);
    if (all) {
      flush();
      quoted = true;
      held = [lines[i].slice(all[0].length), ...lines.slice(i + 1)];
      break;
    }
    const is = quote.test(lines[i]);
    if (is !== quoted) flush();
    quoted = is;
    held.push(is ? lines[i].replace(quote, '') : lines[i]);
  }
  flush();
  return out;
}

/** Tokens: {kind: text|mark|br|…}. Code spans are closed here, since nothing inside them counts. */
function tokens(text, autolink) {
  const out = [];
  let literal = '';
  const flush = () => {
    if (literal) out.push({ kind: 'text', text: literal });
    literal = '';
  };
  const push = (token) => {
    flush();
    out.push(token);
  };
  let i = 0;
  while (i < text.length) {
    const c = text[i];
    const step = at(text, i, c, autolink);
    if (step) {
      if (step.literal !== undefined) literal += step.literal;
      else push(step.token);
      i = step.end;
    } else {
      literal += c;
      i += 1;
    }
  }
  flush();
  return out;
}

/** What begins at i: {token, end}, {literal, end}, or null for an ordinary character. */
function at(text, i, c, autolink) {
  if (c === '\n') return { token: { kind: 'br' }, end: i + 1 };
  if (c === '<') return control(text, i);
  if (c === '&') return entity(text, i);
  if (c === '`') return code(text, i);
  if (c in MARKS) return { token: { kind: 'mark', mark: c }, end: i + 1 };
  if (c === ':') return emoji(text, i);
  if (autolink && (i === 0 || !/[\p{L}\p{N}_@./-]/u.test(text[i - 1])) && /[\p{L}\p{N}]/u.test(c)) return bareLink(text, i);
  return null;
}

function entity(text, i) {
  const found = /&(?:amp|lt|gt);/y;
  found.lastIndex = i;
  const match = found.exec(text);
  return match && { literal: ENTITIES[match[0]], end: i + match[0].length };
}

function code(text, i) {
  const line = text.indexOf('\n', i);
  const close = text.indexOf('`', i + 1);
  if (close < 0 || close === i + 1 || (line >= 0 && close > line)) return { literal: '`', end: i + 1 };
  return { token: { kind: 'code', children: plainTokens(text.slice(i + 1, close)) }, end: close + 1 };
}

function emoji(text, i) {
  EMOJI_AT.lastIndex = i;
  const match = EMOJI_AT.exec(text);
  const char = match && emojiFor(match[1].toLowerCase());
  return char ? { token: { kind: 'emoji', name: match[1], char }, end: i + match[0].length } : null;
}

function bareLink(text, i) {
  const match = sticky(URL_AT, text, i) ?? sticky(BARE_AT, text, i);
  if (!match) return null;
  let raw = match.replace(/&(?:lt|gt);.*$/s, '').replace(/[.,;:!?'"*_~`]+$/, '');
  if (raw.endsWith(')') && !raw.includes('(')) raw = raw.replace(/\)+$/, '');
  const label = unescape(raw);
  const url = /^https?:\/\//i.test(label) ? label : `http://${label}`;
  return { token: { kind: 'link', url, label, bare: true }, end: i + raw.length };
}

function sticky(pattern, text, i) {
  pattern.lastIndex = i;
  return pattern.exec(text)?.[0];
}

/** Inside code and pre: only entities and <…> count. */
function plainTokens(text) {
  const out = [];
  let from = 0;
  for (let i = text.indexOf('<'); i >= 0; i = text.indexOf('<', i + 1)) {
    const found = control(text, i);
    if (!found) continue;
    if (i > from) out.push({ kind: 'text', text: unescape(text.slice(from, i)) });
    out.push(found.token);
    from = found.end;
    i = found.end - 1;
  }
  if (from < text.length) out.push({ kind: 'text', text: unescape(text.slice(from)) });
  return out;
}

/** <url|label>, <@U1>, <#C1|name>, <!here>, <!subteam^S1|@team>, <!date^1^{date}^link|fallback> */
function control(text, i) {
  const match = /<([^<>\n]+)>/y;
  match.lastIndex = i;
  const found = match.exec(text);
  if (!found) return null;
  const [head, ...tail] = found[1].split('|');
  const label = tail.length ? unescape(tail.join('|')) : null;
  return { token: meaning(unescape(head), label), end: i + found[0].length };
}

function meaning(head, label) {
  const id = head.slice(1);
  if (head[0] === '@' && /^[A-Z0-9]+$/.test(id)) return { kind: 'user', id, label };
  if (head[0] === '#' && /^[A-Z0-9]+$/.test(id)) return { kind: 'channel', id, label };
  if (head[0] !== '!') return { kind: 'link', url: head, label: label || head };
  if (['here', 'channel', 'everyone'].includes(id)) return { kind: 'broadcast', range: id };
  if (id.startsWith('subteam^')) return { kind: 'group', id: id.slice(8), label };
  const date = /^date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/.exec(id);
  if (date) return { kind: 'date', seconds: Number(date[1]), format: date[2], url: date[3] || null, fallback: label };
  return { kind: 'text', text: label ?? `<${head}>` };
}

/** Pairs the marks: an opener has no word before and no space after it, a closer the reverse. */
function parseSpans(list) {
  const closers = nextClosers(list);
  return spans(list, closers, 0, list.length);
}

const before = (list, i) => {
  const token = list[i - 1];
  return token?.kind === 'text' ? [...token.text.slice(-2)].at(-1) : token?.kind === 'br' || !token ? '\n' : '.';
};
const after = (list, i) => {
  const token = list[i + 1];
  return token?.kind === 'text' ? String.fromCodePoint(token.text.codePointAt(0)) : token?.kind === 'br' || !token ? '\n' : '.';
};

/** For each mark, where the next token on its line is that may close it. */
function nextClosers(list) {
  const next = { '*': new Array(list.length + 1), _: new Array(list.length + 1), '~': new Array(list.length + 1) };
  const seen = {};
  for (let i = list.length - 1; i >= 0; i--) {
    if (list[i].kind === 'br') for (const mark of Object.keys(next)) delete seen[mark];
    if (list[i].kind === 'mark' && !SPACE.test(before(list, i)) && !WORD.test(after(list, i))) seen[list[i].mark] = i;
    for (const mark of Object.keys(next)) next[mark][i] = seen[mark];
  }
  return next;
}

function spans(list, closers, from, to) {
  const out = [];
  let i = from;
  while (i < to) {
    const token = list[i];
    if (token.kind !== 'mark') {
      out.push(token);
      i += 1;
      continue;
    }
    const opens = !WORD.test(before(list, i)) && !SPACE.test(after(list, i));
    const close = opens ? closers[token.mark][i + 1] : undefined;
    if (close !== undefined && close > i + 1 && close < to) {
      out.push({ kind: MARKS[token.mark], children: spans(list, closers, i + 1, close) });
      i = close + 1;
    } else {
      out.push({ kind: 'text', text: token.mark });
      i += 1;
    }
  }
  return out;
}
