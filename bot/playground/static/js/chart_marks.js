// Colours, patterns, markers and dashes: the same twelve for every chart, so that a legend can be read.
import { s } from './dom.js';

export const COUNT = 12;
const DASHES = ['', '7 4', '2 3', '9 3 2 3', '12 4', '4 2', '2 5', '7 2 2 2 2 2', '14 3 3 3', '5 5', '1 3', '10 6'];
const PATTERNS = [
  null, 'M0 8 8 0M-2 2 2-2M6 10 10 6', 'M0 0 8 8M-2 6 2 10M6-2 10 2', 'M0 4h8', 'M4 0v8', 'M4 0v8M0 4h8',
  'M2 2h.01M6 6h.01', 'M0 8 8 0M0 0 8 8', 'M0 2h8M0 6h8', 'M2 0v8M6 0v8', 'M0 6l4-4 4 4', 'M1 1h3v3h-3z',
];
const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'cross', 'plus'];

const slot = (index) => index % COUNT;
export const dash = (index) => DASHES[slot(index)];

/** The class that carries the colour of the nth series. */
export const tone = (index) => `tone-${slot(index)}`;

/** Adds <defs> with the pattern of the nth series and returns the fill that uses it, or null for plain. */
export function patternFill(svg, index, id) {
  const path = PATTERNS[slot(index)];
  if (!path) return null;
  const name = `${id}-p${index}`;
  if (!svg.querySelector(`#${name}`)) {
    svg.prepend(s('defs', {}, s('pattern', { id: name, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
      s('rect', { width: 8, height: 8, class: `${tone(index)} fill` }), s('path', { d: path, class: 'pattern-line' }))));
  }
  return `url(#${name})`;
}

/** A closed or stroked shape around x, y. */
export function marker(index, x, y, size = 4) {
  const r = size;
  const cls = `${tone(index)} marker`;
  switch (MARKERS[index % MARKERS.length]) {
    case 'circle': return s('circle', { cx: x, cy: y, r, class: cls });
    case 'square': return s('rect', { x: x - r, y: y - r, width: 2 * r, height: 2 * r, class: cls });
    case 'triangle': return s('path', { d: `M${x} ${y - r - 1}L${x + r + 1} ${y + r}H${x - r - 1}z`, class: cls });
    case 'diamond': return s('path', { d: `M${x} ${y - r - 1.5}L${x + r + 1.5} ${y}L${x} ${y + r + 1.5}L${x - r - 1.5} ${y}z`, class: cls });
    case 'cross': return s('path', { d: `M${x - r} ${y - r}l${2 * r} ${2 * r}M${x + r} ${y - r}l${-2 * r} ${2 * r}`, class: `${tone(index)} marker marker-open` });
    default: return s('path', { d: `M${x} ${y - r - 1}v${2 * r + 2}M${x - r - 1} ${y}h${2 * r + 2}`, class: `${tone(index)} marker marker-open` });
  }
}

/** The little picture before a name in a legend. */
export function swatch(type, index, id) {
  const svg = s('svg', { class: 'swatch-svg', width: 26, height: 14, viewBox: '0 0 26 14', 'aria-hidden': 'true' });
  if (type === 'line') {
    svg.append(s('path', { d: 'M1 7h24', class: `${tone(index)} stroke`, 'stroke-dasharray': dash(index) }), marker(index, 13, 7));
  } else {
    const fill = patternFill(svg, index, `${id}-legend`);
    svg.append(s('rect', { x: 3, y: 1, width: 20, height: 12, rx: 2, class: `${tone(index)} ${fill ? 'outline' : 'fill'}`, fill }));
  }
  return svg;
}

/** The value of a series at a category: points may come in any order. */
export const valueOf = (series, category) => series.data.find((point) => point.label === category)?.value ?? 0;
