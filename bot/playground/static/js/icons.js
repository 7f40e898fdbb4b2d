// Line icons, 20 by 20, drawn with currentColor.
import { s } from './dom.js';

const PATHS = {
  hash: 'M4 8h13M3 13h13M8 3 6 17M14 3l-2 14',
  lock: 'M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3',
  close: 'm5 5 10 10M15 5 5 15',
  more: 'M10 4.5v.01M10 10v.01M10 15.5v.01',
  dots: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  reply: 'M3 4h14v10H9l-4 3v-3H3z',
  send: 'm3 3 14.5 7L3 17l2-7zm2 7h6',
  plus: 'M10 4v12M4 10h12',
  down: 'm5 8 5 5 5-5',
  right: 'm8 5 5 5-5 5',
  left: 'm12 5-5 5 5 5',
  up: 'm5 12 5-5 5 5',
  file: 'M5 2h7l4 4v12H5zM12 2v4h4',
  trash: 'M4 6h12M8 6V4h4v2M6 6l1 11h6l1-11',
  thumbup: 'M3 9h3v8H3zM6 10l3-7c2 0 2 2 1.5 5H16c1 0 1 1 .8 2l-1.3 5.500c-.2 1-.9 1.500-1.800 1.500H6',
  thumbdown: 'M3 3h3v8H3zM6 10l3 7c2 0 2-2 1.500-5H16c1 0 1-1 .8-2l-1.300-5.500C15.300 3.500 14.600 3 13.700 3H6',
  sun: 'M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7M10 1.500v2M10 16.500v2M1.500 10h2M16.500 10h2M4 4l1.400 1.400M14.600 14.600 16 16M16 4l-1.400 1.400M5.400 14.600 4 16',
  moon: 'M16.500 12A7 7 0 1 1 8 3.500a5.500 5.500 0 0 0 8.500 8.500z',
  home: 'm3 9 7-6 7 6v8h-5v-5H8v5H3z',
  menu: 'M3 5h14M3 10h14M3 15h14',
  calendar: 'M3 5h14v12H3zM3 9h14M7 3v4M13 3v4',
  next: 'M4 4l7 6-7 6zM15 4v12',
  info: 'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15M10 9v5M10 6v.01',
  warning: 'M10 3 2 17h16zM10 8v4.500M10 14.800v.01',
  error: 'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15M10 5.500v5.500M10 14v.01',
  check: 'm4 10.500 4 4 8-9',
  eye: 'M1.500 10S4.500 4.500 10 4.500 18.500 10 18.500 10 15.500 15.500 10 15.500 1.500 10 1.500 10M10 7.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5',
  video: 'M6 4l10 6-10 6z',
  bolt: 'M11 2 4 11.500h5L8.500 18 16 8.500h-5z',
  sort: 'm6 8 4-4 4 4M6 12l4 4 4-4',
  globe: 'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15M2.500 10h15M10 2.500c4 4 4 11 0 15-4-4-4-11 0-15',
  link: 'M8.500 11.500a3 3 0 0 0 4.200 0l3-3a3 3 0 0 0-4.200-4.200L10 5.800M11.500 8.500a3 3 0 0 0-4.200 0l-3 3a3 3 0 0 0 4.200 4.200l1.500-1.500',
  clock: 'M10 2.500a7.500 7.500 0 1 0 0 15 7.500 7.500 0 0 0 0-15M10 6v4.500l3 2',
  bug: 'M6.500 8h7v5a3.500 3.500 0 0 1-7 0zM7.500 8a2.500 2.500 0 0 1 5 0M2.500 10h4M13.500 10h4M3.500 16l3-2.500M16.500 16l-3-2.500M4 5l2.700 3M16 5l-2.700 3',
  edit: 'm4 16 .8-3.500L13.500 4 16 6.500l-8.500 8.700z',
  archive: 'M3 4h14v4H3zM4.500 8v9h11V8M8 11h4',
};

/** The icon of that name, or a dot when Slack has one that this page does not draw. */
export function icon(name, size = 20) {
  return s('svg', {
    class: `icon icon-${/^[a-z_-]+$/.test(name) ? name : 'other'}`, width: size, height: size,
    viewBox: '0 0 20 20', 'aria-hidden': 'true', focusable: 'false',
  }, s('path', { d: Object.hasOwn(PATHS, name) ? PATHS[name] : 'M10 9.500a.500.500 0 1 0 0 1 .500.500 0 0 0 0-1' }));
}
