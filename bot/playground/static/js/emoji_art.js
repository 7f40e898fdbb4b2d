// Own drawings of the emoji that bots use as signs, so that they look alike on every machine, fonts or none.
import { s } from './dom.js';

const COLOURS = { red: '#d6336c', orange: '#e8730c', yellow: '#f2b705', green: '#2b9a4b', blue: '#2f7fe0', purple: '#8a4fd0', brown: '#8a5a33', black: '#2b2b2b', white: '#f4f4f4' };
const disc = (fill) => [['circle', { cx: 10, cy: 10, r: 8, fill, stroke: '#00000040', 'stroke-width': 1 }]];
const square = (fill) => [['rect', { x: 2, y: 2, width: 16, height: 16, rx: 2, fill, stroke: '#00000040', 'stroke-width': 1 }]];
const line = (d, stroke, width = 2.4) => ['path', { d, fill: 'none', stroke, 'stroke-width': width, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }];
const shape = (d, fill) => ['path', { d, fill }];

const ART = {
  white_check_mark: [['rect', { x: 1.5, y: 1.5, width: 17, height: 17, rx: 3, fill: '#2b9a4b' }], line('m5.500 10.500 3 3.500 6-8', '#fff')],
  heavy_check_mark: [line('m3 11 5 5L17 4', '#2b9a4b', 3)],
  x: [line('m4 4 12 12M16 4 4 16', '#d6336c', 3.4)],
  warning: [shape('M10 1.500 19 18H1z', '#f2b705'), line('M10 7v5M10 15v.01', '#2b2b2b', 2)],
  no_entry: [...disc('#d6336c'), ['rect', { x: 5, y: 8.500, width: 10, height: 3, rx: 1, fill: '#fff' }]],
  information_source: [['rect', { x: 1.5, y: 1.5, width: 17, height: 17, rx: 3, fill: '#2f7fe0' }], line('M10 9.500v5M10 6v.01', '#fff')],
  eyes: [['ellipse', { cx: 6, cy: 10, rx: 4, ry: 5.5, fill: '#fff', stroke: '#616061' }], ['ellipse', { cx: 14, cy: 10, rx: 4, ry: 5.5, fill: '#fff', stroke: '#616061' }], ['circle', { cx: 7, cy: 10.5, r: 2, fill: '#2b2b2b' }], ['circle', { cx: 15, cy: 10.5, r: 2, fill: '#2b2b2b' }]],
  tada: [shape('M2 18 7 6l7 7z', '#f2b705'), line('M10 5c1-1 1-2 1-3M13 8c1-1 3-1 4-.5M15 3l.01.01M17 12l.01.01', '#8a4fd0', 2)],
  star: [shape('m10 1.500 2.600 5.600 6 .7-4.500 4.200 1.200 6-5.300-3-5.300 3 1.200-6L1.400 7.800l6-.7z', '#f2b705')],
  bell: [shape('M10 2a5 5 0 0 0-5 5c0 5-2 6-2 8h14c0-2-2-3-2-8a5 5 0 0 0-5-5zM8 16a2 2 0 0 0 4 0z', '#f2b705')],
  link: [line('M8.500 11.500a3 3 0 0 0 4.200 0l3-3a3 3 0 0 0-4.200-4.200L10 5.800M11.500 8.500a3 3 0 0 0-4.200 0l-3 3a3 3 0 0 0 4.200 4.200l1.500-1.500', '#5f7f9f', 2)],
  mag: [['circle', { cx: 8, cy: 8, r: 5.5, fill: '#cfe6fa', stroke: '#5f7f9f', 'stroke-width': 2 }], line('m12.500 12.500 5 5', '#5f7f9f', 3)],
  bulb: [shape('M10 1.500a6 6 0 0 0-3.500 10.800V14h7v-1.700A6 6 0 0 0 10 1.500z', '#f2b705'), line('M7.500 16.500h5M8.500 18.500h3', '#7a7a7a', 1.600)],
  hourglass_flowing_sand: [shape('M5 2h10l-4 8 4 8H5l4-8z', '#e8b36b'), line('M4 2h12M4 18h12', '#8a5a33', 2)],
  rocket: [shape('M18 2c-6 0-9 4-10 8l2 2c4-1 8-4 8-10z', '#8fa3b8'), shape('M8 8 3 9l4 2zM12 12l-1 5-2-4zM5 13c-2 1-2 3-2 4 1 0 3 0 4-2z', '#d6336c')],
  fire: [shape('M10 1c1 4 5 6 5 11a5 5 0 0 1-10 0c0-2 1-3 2-4 0 2 1 3 2 3 1-3-1-6 1-10z', '#e8730c'), shape('M10 11c1 2 2 2 2 4a2 2 0 0 1-4 0c0-2 1-2 2-4z', '#f2b705')],
  chart_with_upwards_trend: [...square('#fff'), line('M5 14l3-4 3 2 4-6', '#d6336c', 1.800)],
  chart_with_downwards_trend: [...square('#fff'), line('M5 6l3 4 3-2 4 6', '#2f7fe0', 1.800)],
  bar_chart: [...square('#fff'), line('M6 15V9M10 15V5M14 15v-3', '#2b9a4b', 2.400)],
};
for (const [name, fill] of Object.entries(COLOURS)) {
  ART[`large_${name}_square`] = square(fill);
  ART[['red', 'black', 'white'].includes(name) ? `${name}_circle` : `large_${name}_circle`] = disc(fill);
}

/** The drawing of a short code, or null when only a font has one. */
export function emojiArt(name) {
  const parts = Object.hasOwn(ART, name) ? ART[name] : null;
  if (!parts) return null;
  return s('svg', { viewBox: '0 0 20 20', class: 'emoji-art', 'aria-hidden': 'true', focusable: 'false' }, parts.map(([tag, props]) => s(tag, props)));
}
