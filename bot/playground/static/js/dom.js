// Builds DOM nodes. Everything that came from a message, a name or a URL passes through here as
// text or as a checked address; there is no innerHTML anywhere in this page.

const SVG = 'http://www.w3.org/2000/svg';
const FORBIDDEN = /^(on|style$|srcdoc$|href$|src$|action$|formaction$|xlink)/i;
let counter = 0;

/** A document-wide unique id, for aria-controls and the like. */
export const uid = (prefix = 'id') => `${prefix}-${++counter}`;

/**
 * h('button', {class: 'btn', 'aria-label': 'Close', on: {click: f}}, 'text', node, [more])
 * Attributes that could carry script (on*, href, src, style) are refused: use link(), image(), css.
 */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG elements. */
export function s(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [type, fn] of Object.entries(value)) node.addEventListener(type, fn);
    else if (name === 'data') Object.assign(node.dataset, value);
    else if (FORBIDDEN.test(name)) throw new Error(`h() does not set ${name}`);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

/** Text that only assistive technology reads. */
export const hidden = (...children) => h('span', { class: 'vh' }, ...children);

/** A name of a person, a channel or an app: its writing direction stays its own. */
export const bdi = (text, props = {}) => h('bdi', props, text);

const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The URL as an absolute http, https, mailto or tel address, or null for anything else. */
export function safeUrl(raw) {
  if (typeof raw !== 'string') return null;
  let url;
  try {
    url = new URL(raw.trim());
  } catch {
    return null;
  }
  return SCHEMES.has(url.protocol) ? url : null;
}

/**
 * Where a link really opens: a host of the site map (the small web of the playground) is served
 * by a loopback copy. siteMap: {'journal.example': 'http://127.0.0.1:8123/journal.example'}.
 */
export function target(url, siteMap = {}) {
  const copy = siteMap[url.host] ?? siteMap[url.hostname];
  if (!copy || !url.protocol.startsWith('http')) return url.href;
  const base = safeUrl(/^https?:/.test(copy) ? copy : `http://${copy}`);
  if (!base) return url.href;
  return base.href.replace(/\/$/, '') + url.pathname + url.search + url.hash;
}

/** A link that opens in a new tab and tells the other side nothing; plain text if the URL is not safe. */
export function link(raw, children, { siteMap, ...props } = {}) {
  const url = safeUrl(raw);
  if (!url) return h('span', { class: 'link-refused', title: 'Not a web address', ...props }, children);
  const node = h('a', { rel: 'noopener noreferrer', target: '_blank', dir: 'auto', ...props }, children);
  node.href = target(url, siteMap);
  if (node.href !== url.href) node.title = url.href;
  return node;
}

/** A download from this server: the path must be on this origin. */
export function download(path, name, children, props = {}) {
  const url = new URL(path, location.href);
  if (url.origin !== location.origin) return link(path, children, props);
  const node = h('a', { download: name, ...props }, children);
  node.href = url.href;
  return node;
}

/** An image of this origin, or else a box that says what it would show (the policy loads no others). */
export function image(raw, alt, props = {}) {
  const url = safeUrl(String(raw).startsWith('/control/files/') ? location.origin + raw : raw);
  if (url?.origin === location.origin) {
    const node = h('img', { alt, loading: 'lazy', ...props });
    node.src = url.href;
    node.addEventListener('error', () => node.replaceWith(imageBox(alt, props)));
    return node;
  }
  return imageBox(alt, props);
}

function imageBox(alt, { class: cls = '' }) {
  const label = alt || 'Image without a description';
  return h('span', { class: `image-box ${cls}`, role: 'img', 'aria-label': label, title: label },
    h('span', { class: 'image-box-text', 'aria-hidden': 'true', dir: 'auto' }, label));
}
