// data_visualization: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
// Drawn as SVG. Nothing depends on colour: bars and slices have patterns, lines have markers and dashes,
// values are written where there is room, and a table with all of them goes with every chart.
import { bdi, h, s, uid } from './dom.js';
import { drawPie } from './chart_pie.js';
import { drawAxes, drawSeries } from './chart_axes.js';
import { swatch, valueOf } from './chart_marks.js';

export const WIDTHS = [300, 440, 560]; // the drawing's units are CSS pixels, so text keeps its size

export function chart(block) {
  const spec = block.chart ?? {};
  const title = String(block.title ?? 'Chart');
  const pie = spec.type === 'pie';
  if (!pie && !['bar', 'line', 'area'].includes(spec.type)) throw new Error(`no chart of type ${spec.type}`);
  const id = uid('chart');
  const table = pie ? pieTable(spec, title) : seriesTable(spec, title);
  const frame = h('div', { class: 'chart-frame' });
  const draw = (width) => frame.replaceChildren(svg(spec, title, width, id));
  let drawn = WIDTHS.at(-1);
  draw(drawn);
  new ResizeObserver(([entry]) => {
    const room = entry.contentRect.width;
    if (!room) return;
    const width = [...WIDTHS].reverse().find((one) => one <= room) ?? WIDTHS[0];
    if (width !== drawn) draw((drawn = width));
  }).observe(frame);
  const names = pie ? [] : spec.series.map((series) => series.name);
  return h('figure', { class: 'chart', 'aria-labelledby': `${id}-title` },
    h('figcaption', { class: 'chart-title', id: `${id}-title`, dir: 'auto' }, title),
    frame,
    pie ? pieLegend(spec, id) : names.length > 1 || names[0] ? legend(names, spec.type, id) : null,
    table);
}

function svg(spec, title, width, id) {
  const height = spec.type === 'pie' ? Math.min(240, width * 0.7) : 260;
  const node = s('svg', { class: 'chart-svg', role: 'img', 'aria-label': `${kind(spec.type)}: ${title}. ${summary(spec)}`, width, height, viewBox: `0 0 ${width} ${height}` });
  if (spec.type === 'pie') drawPie(node, spec.segments, { width, height, id });
  else {
    const frame = drawAxes(node, spec, { width, height });
    drawSeries(node, spec, frame, id);
  }
  return node;
}

const kind = (type) => ({ pie: 'Pie chart', bar: 'Bar chart', line: 'Line chart', area: 'Area chart' })[type];

/** One sentence of what the picture says; the table beside it has the rest. */
function summary(spec) {
  if (spec.type === 'pie') {
    const total = spec.segments.reduce((sum, segment) => sum + segment.value, 0);
    return spec.segments.map((one) => `${one.label} ${percent(one.value / total)}`).join(', ');
  }
  const last = spec.axis_config.categories.at(-1);
  return spec.series.map((series) => `${series.name}: ${series.data.at(-1)?.value} at ${last}`).join('; ');
}

const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const number = (value) => Number(value).toLocaleString('en', { maximumFractionDigits: 2 });

function legend(names, type, id) {
  return h('ul', { class: 'legend', 'aria-label': 'Legend' }, names.map((name, index) => h('li', {}, swatch(type, index, id), bdi(name))));
}

function pieLegend(spec, id) {
  const total = spec.segments.reduce((sum, segment) => sum + segment.value, 0);
  return h('ul', { class: 'legend legend-pie', 'aria-label': 'Legend' }, spec.segments.map((segment, index) => h('li', {},
    swatch('pie', index, id), bdi(segment.label), h('span', { class: 'legend-value' }, `${number(segment.value)} · ${percent(segment.value / total)}`))));
}

function pieTable(spec, title) {
  const rows = spec.segments.map((segment) => h('tr', {}, h('th', { scope: 'row' }, segment.label), h('td', {}, number(segment.value))));
  return hiddenTable(`Data of ${title}`, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Part'), h('th', { scope: 'col' }, 'Value'))), h('tbody', {}, rows));
}

function seriesTable(spec, title) {
  const { categories, x_label, y_label } = spec.axis_config;
  const head = h('tr', {}, h('th', { scope: 'col' }, x_label ?? 'Category'), spec.series.map((series) => h('th', { scope: 'col' }, series.name)));
  const rows = categories.map((category) => h('tr', {}, h('th', { scope: 'row' }, category),
    spec.series.map((series) => h('td', {}, number(valueOf(series, category))))));
  return hiddenTable(`Data of ${title}${y_label ? `, ${y_label}` : ''}`, h('thead', {}, head), h('tbody', {}, rows));
}

/** A table does not shrink below its rows: the box around it hides it. */
const hiddenTable = (caption, ...parts) => h('div', { class: 'vh' }, h('table', {}, h('caption', {}, caption), parts));
