// Bar, line and area charts: axes with round numbers, and the marks between them.
import { s } from './dom.js';
import { dash, marker, patternFill, tone, valueOf } from './chart_marks.js';

const EDGE = { top: 14, right: 14, bottom: 30 };
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const CHAR = 6.2; // the width of a character of 11 px, about

/** Round steps that hold the values and zero: [0, 5, 10, 15]. Of whole things there is no half. */
export function ticks(least, most, { about = 5, whole = false } = {}) {
  const low = Math.min(0, least);
  const high = Math.max(0, most);
  const span = high - low || 1;
  const power = Math.max(10 ** Math.floor(Math.log10(span / about)), whole ? 1 : 0);
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => span / n <= about) ?? power * 10;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)));
}

/** Draws grid, axes and labels; returns {x(i), y(value), band, zero} that place the marks. */
export function drawAxes(svg, spec, { width, height }) {
  const { categories, x_label, y_label } = spec.axis_config;
  const values = spec.series.flatMap((series) => series.data.map((point) => point.value));
  const steps = ticks(Math.min(...values), Math.max(...values), { whole: values.every(Number.isInteger) });
  const widest = Math.max(...steps.map((step) => short.format(step).length));
  const left = 12 + widest * CHAR + (y_label ? 18 : 0);
  const bottom = height - EDGE.bottom - (x_label ? 16 : 0);
  const band = (width - left - EDGE.right) / categories.length;
  const [low, high] = [steps[0], steps.at(-1)];
  const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - EDGE.top);
  const x = (index) => left + band * (index + 0.5);
  for (const step of steps) {
    svg.append(s('line', { x1: left, x2: width - EDGE.right, y1: y(step), y2: y(step), class: step === 0 ? 'axis' : 'grid' }),
      s('text', { x: left - 6, y: y(step) + 4, 'text-anchor': 'end', class: 'tick' }, short.format(step)));
  }
  categoryLabels(svg, categories, { x, band, y: bottom + 18, end: width });
  if (x_label) svg.append(s('text', { x: (left + width - EDGE.right) / 2, y: height - 6, 'text-anchor': 'middle', class: 'axis-label' }, x_label));
  if (y_label) svg.append(s('text', { x: 12, y: (EDGE.top + bottom) / 2, 'text-anchor': 'middle', class: 'axis-label', transform: `rotate(-90 12 ${(EDGE.top + bottom) / 2})` }, y_label));
  return { x, y, band, zero: y(0), top: EDGE.top };
}

/** Every nth label, so many as fit side by side; long ones are cut, their whole text is in the title. */
function categoryLabels(svg, categories, { x, band, y, end }) {
  const longest = Math.min(12, Math.max(...categories.map((c) => [...c].length)));
  const every = Math.max(1, Math.ceil(((longest + 1) * CHAR) / band));
  const room = Math.floor((band * every) / CHAR);
  categories.forEach((category, index) => {
    if (index % every) return;
    const chars = [...category];
    const text = chars.length > room ? `${chars.slice(0, Math.max(1, room - 1)).join('')}…` : category;
    const half = (chars.length > room ? room : chars.length) * CHAR / 2;
    svg.append(s('text', { x: Math.min(x(index), end - half), y, 'text-anchor': 'middle', class: 'tick' }, text, s('title', {}, category)));
  });
}

export function drawSeries(svg, spec, frame, id) {
  const draw = { bar: bars, line: lines, area: areas }[spec.type];
  draw(svg, spec, frame, id);
}

const tip = (series, category, value) => s('title', {}, `${series.name}, ${category}: ${value}`);

function bars(svg, { series, axis_config: { categories } }, { x, y, band, zero }, id) {
  const group = band * 0.76;
  const wide = Math.min(48, group / series.length);
  const start = (wide * series.length) / 2;
  const roomy = wide >= 18 && categories.length * series.length <= 24;
  categories.forEach((category, c) => series.forEach((one, n) => {
    const value = valueOf(one, category);
    const top = Math.min(y(value), zero);
    const height = Math.abs(y(value) - zero);
    const left = x(c) - start + n * wide;
    const fill = patternFill(svg, n, id);
    svg.append(s('rect', { x: left + 0.5, y: top, width: Math.max(1, wide - 1), height: Math.max(value ? 1 : 0, height), class: `bar ${tone(n)} ${fill ? 'outline' : 'fill'}`, fill }, tip(one, category, value)));
    if (roomy) svg.append(s('text', { x: left + wide / 2, y: value < 0 ? top + height + 12 : top - 4, 'text-anchor': 'middle', class: 'value' }, short.format(value)));
  }));
}

const points = (one, categories, { x, y }) => categories.map((category, c) => [x(c), y(valueOf(one, category))]);
const path = (list) => list.map(([px, py], n) => `${n ? 'L' : 'M'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');

function lines(svg, { series, axis_config: { categories } }, frame) {
  series.forEach((one, n) => {
    const list = points(one, categories, frame);
    svg.append(s('path', { d: path(list), class: `line ${tone(n)} stroke`, 'stroke-dasharray': dash(n) || null }));
    list.forEach(([px, py], c) => {
      const dot = marker(n, px, py, categories.length > 12 ? 3 : 4);
      dot.append(tip(one, categories[c], valueOf(one, categories[c])));
      svg.append(dot);
    });
    lastValue(svg, one, categories, list);
  });
}

function areas(svg, spec, frame, id) {
  const { series, axis_config: { categories } } = spec;
  series.forEach((one, n) => {
    const list = points(one, categories, frame);
    const shape = `${path(list)}L${list.at(-1)[0]} ${frame.zero}L${list[0][0]} ${frame.zero}z`;
    const fill = patternFill(svg, n, id);
    svg.append(s('path', { d: shape, class: `area ${tone(n)} ${fill ? '' : 'fill'}`, fill }));
  });
  lines(svg, spec, frame);
}

/** The newest value stands at the end of its line. */
function lastValue(svg, one, categories, list) {
  const [px, py] = list.at(-1);
  svg.append(s('text', { x: px, y: Math.max(11, py - 8), 'text-anchor': 'middle', class: 'value' }, short.format(valueOf(one, categories.at(-1)))));
}
