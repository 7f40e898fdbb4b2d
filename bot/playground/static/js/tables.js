// table: https://docs.slack.dev/reference/block-kit/blocks/table-block
// data_table: https://docs.slack.dev/reference/block-kit/blocks/data-table-block
import { h, uid } from './dom.js';
import { icon } from './icons.js';
import { richText } from './rich_text.js';

const asText = (cell) => (cell?.type === 'rich_text' ? flat(cell) : String(cell?.text ?? cell?.value ?? ''));
const flat = (node) => (node?.elements ? node.elements.map(flat).join('') : node?.text ?? node?.url ?? node?.name ?? '');

function drawCell(cell, ctx) {
  if (cell?.type === 'rich_text') return richText(cell, ctx, { inline: true });
  return h('bdi', {}, asText(cell));
}

/** A box that scrolls sideways by itself, by keyboard too. */
const scroller = (label, node) => h('div', { class: 'table-scroll', tabindex: '0', role: 'group', 'aria-label': label }, node);

export function table(block, ctx) {
  const settings = block.column_settings ?? [];
  const [head = [], ...body] = block.rows ?? [];
  const classes = (at, cell) => {
    const own = settings[at] ?? {};
    const align = ['left', 'center', 'right'].includes(own.align) ? own.align : 'left';
    return `al-${align}${own.is_wrapped ? ' wrap' : ''}${cell?.type === 'raw_number' ? ' num' : ''}`;
  };
  const row = (tag, cells) => h('tr', {}, cells.map((cell, at) => h(tag, { class: classes(at, cell), scope: tag === 'th' ? 'col' : null }, drawCell(cell, ctx))));
  return scroller('Table', h('table', { class: 'bk-table' }, h('thead', {}, row('th', head)), h('tbody', {}, body.map((cells) => row('td', cells)))));
}

/** Sorting as in Slack: by number only where the whole column is raw_number, else by letters. */
function compare(column, rows) {
  const numeric = rows.every((row) => row[column]?.type === 'raw_number');
  if (numeric) return (a, b) => a[column].value - b[column].value;
  const collator = new Intl.Collator('en', { sensitivity: 'base' });
  return (a, b) => collator.compare(asText(a[column]), asText(b[column]));
}

export function dataTable(block, ctx) {
  const [head = [], ...rows] = block.rows ?? [];
  const size = Math.min(Math.max(Math.trunc(block.page_size) || 5, 1), 100);
  const state = { sort: null, down: false, page: 0, query: '' };
  const caption = uid('caption');
  const tbody = h('tbody');
  const status = h('span', { class: 'pages-status', role: 'status' });
  const numeric = head.map((_, at) => rows.length > 0 && rows.every((row) => row[at]?.type === 'raw_number'));
  const heads = head.map((cell, at) => h('th', { scope: 'col', 'aria-sort': 'none', class: numeric[at] ? 'al-right' : '' },
    h('button', { type: 'button', class: 'sort', on: { click: () => sortBy(at) } }, h('bdi', {}, asText(cell)), icon('sort', 14))));
  const turn = (label, picture, by) => h('button', { type: 'button', class: 'btn btn-icon', 'aria-label': label, on: { click: () => go(by) } }, icon(picture, 16));
  const back = turn('Previous page', 'left', -1);
  const forth = turn('Next page', 'right', 1);
  const filter = h('input', { type: 'search', class: 'table-filter', 'aria-label': `Filter ${block.caption ?? 'table'}`, placeholder: 'Filter', on: { input: () => { state.query = filter.value; state.page = 0; paint(); } } });

  const shown = () => {
    const text = state.query.trim().toLowerCase();
    const found = text ? rows.filter((row) => row.some((cell) => asText(cell).toLowerCase().includes(text))) : [...rows];
    if (state.sort === null) return found;
    found.sort(compare(state.sort, rows));
    return state.down ? found.reverse() : found;
  };
  const sortBy = (at) => {
    state.down = state.sort === at && !state.down;
    state.sort = at;
    state.page = 0;
    paint();
  };
  const go = (by) => {
    state.page += by;
    paint();
  };
  function paint() {
    const found = shown();
    const pages = Math.max(1, Math.ceil(found.length / size));
    state.page = Math.min(Math.max(state.page, 0), pages - 1);
    const from = state.page * size;
    const part = found.slice(from, from + size);
    tbody.replaceChildren(...part.map((row) => h('tr', {}, row.map((cell, at) => {
      const isHead = at === (block.row_header_column_index ?? -1);
      return h(isHead ? 'th' : 'td', { scope: isHead ? 'row' : null, class: numeric[at] ? 'al-right num' : '' }, drawCell(cell, ctx));
    }))));
    heads.forEach((node, at) => node.setAttribute('aria-sort', at === state.sort ? (state.down ? 'descending' : 'ascending') : 'none'));
    status.textContent = found.length ? `${from + 1}–${from + part.length} of ${found.length}` : 'No rows';
    back.disabled = state.page === 0;
    forth.disabled = state.page >= pages - 1;
  }
  paint();
  const label = String(block.caption ?? 'Table');
  return h('div', { class: 'data-table' },
    h('div', { class: 'data-table-head' }, h('div', { class: 'data-table-caption', id: caption, dir: 'auto' }, label), rows.length > size ? filter : null),
    scroller(label, h('table', { class: 'bk-table', 'aria-labelledby': caption }, h('thead', {}, h('tr', {}, heads)), tbody)),
    h('div', { class: 'pages', hidden: rows.length <= size }, back, status, forth));
}
