// Pie charts: slices clockwise from the top, a label on each slice that has room for one.
import { s } from './dom.js';
import { patternFill, tone } from './chart_marks.js';

const at = (cx, cy, r, turn) => [cx + r * Math.sin(turn * 2 * Math.PI), cy - r * Math.cos(turn * 2 * Math.PI)];

export function drawPie(svg, segments, { width, height, id }) {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0);
  const [cx, cy, r] = [width / 2, height / 2, height / 2 - 10];
  let turn = 0;
  const labels = [];
  segments.forEach((segment, index) => {
    const share = segment.value / total;
    const fill = patternFill(svg, index, id);
    const props = { class: `slice ${tone(index)} ${fill ? '' : 'fill'}`, fill };
    const title = s('title', {}, `${segment.label}: ${segment.value}`);
    svg.append(share > 0.9999 ? s('circle', { cx, cy, r, ...props }, title) : s('path', { d: wedge(cx, cy, r, turn, turn + share), ...props }, title));
    if (share >= 0.06) labels.push([at(cx, cy, r * 0.68, turn + share / 2), `${Math.round(share * 100)} %`]);
    turn += share;
  });
  for (const [[x, y], text] of labels) svg.append(label(x, y, text));
}

function wedge(cx, cy, r, from, to) {
  const [x1, y1] = at(cx, cy, r, from);
  const [x2, y2] = at(cx, cy, r, to);
  return `M${cx} ${cy}L${x1} ${y1}A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}z`;
}

/** Text on a plate, so that it can be read on every pattern. */
function label(x, y, text) {
  const width = text.length * 7 + 8;
  return s('g', { class: 'slice-label' },
    s('rect', { x: x - width / 2, y: y - 9, width, height: 18, rx: 4 }), s('text', { x, y: y + 4, 'text-anchor': 'middle' }, text));
}
