// Block Kit to DOM: one function for each kind of block, and a labelled box for any other.
// https://docs.slack.dev/reference/block-kit/blocks
import { append, h, image, uid } from './dom.js';
import { alertBlock, card, carousel, container, fileBlock, plan, taskCard, video } from './cards.js';
import { chart } from './charts.js';
import { drawElement, imageUrl } from './elements.js';
import { markdown } from './markdown.js';
import { richText } from './rich_text.js';
import { dataTable, table } from './tables.js';
import { textBox, textObject, words } from './text.js';

const BLOCKS = {
  section, header, context, actions, input, context_actions: contextActions,
  divider: () => h('hr', { class: 'bk-divider' }),
  image: imageBlock,
  rich_text: richText,
  markdown: (block, ctx) => h('div', { class: 'markdown' }, markdown(block.text ?? '', ctx)),
  table, data_table: dataTable, data_visualization: chart,
  card, carousel, alert: alertBlock, video, file: fileBlock, plan, task_card: taskCard,
  container: (block, ctx) => container(block, ctx, renderBlocks),
};

/**
 * Draw blocks as a list of elements.
 * ctx: {user, users, channels: Map, siteMap, tz, now(), form, act(), suggest(), upload(), openChannel()};
 * all but users and channels may be absent. A block that cannot be drawn shows as a box; nothing is raised.
 */
export function renderBlocks(blocks, ctx) {
  if (!Array.isArray(blocks)) return [];
  return blocks.map((block, index) => renderBlock(block, ctx, index));
}

function renderBlock(block, ctx, index) {
  const type = String(block?.type ?? 'nothing');
  let inner;
  try {
    const draw = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : unknown;
    inner = draw({ block_id: `b${index}`, ...block }, ctx);
  } catch (error) {
    console.warn('a block could not be drawn', type, error);
    inner = unknown(block ?? {}, ctx);
  }
  const kind = /^[a-z_]{1,40}$/.test(type) ? type : 'unknown';
  return h('div', { class: `block block-${kind}`, data: { block: block?.block_id ?? '' } }, inner);
}

/** What this page does not know it names, and shows as the JSON that it is. */
function unknown(block) {
  const type = String(block?.type ?? 'no type');
  return h('div', { class: 'unknown-block', role: 'group', 'aria-label': `Block: ${type}` },
    h('strong', {}, `This page does not draw ${type} blocks`),
    h('details', {}, h('summary', {}, 'Show its JSON'), h('pre', { dir: 'ltr', tabindex: '0' }, JSON.stringify(block, null, 2))));
}

function section(block, ctx) {
  const left = h('div', { class: 'section-text' });
  if (block.text) left.append(textBox(block.text, ctx));
  if (block.fields?.length) {
    left.append(h('div', { class: 'fields' }, block.fields.map((field) => textBox(field, ctx, { class: 'field' }))));
  }
  if (!block.accessory) return left;
  const label = block.text ? words(block.text).slice(0, 150) : undefined;
  const accessory = drawElement(block.accessory, ctx, { block_id: block.block_id, label: block.accessory.type === 'button' ? undefined : label });
  return h('div', { class: 'section' }, left, h('div', { class: 'accessory' }, accessory));
}

function header(block, ctx) {
  const level = Math.min(Math.max(Math.trunc(block.level) || 1, 1), 4);
  return h('div', { role: 'heading', 'aria-level': level + 2, class: `header header-${level} txt`, dir: 'auto' }, textObject(block.text, ctx));
}

function context(block, ctx) {
  return h('div', { class: 'context' }, (block.elements ?? []).map((element) =>
    element.type === 'image'
      ? image(imageUrl(element, ctx), element.alt_text, { class: 'context-image' })
      : textBox(element, ctx, { class: 'context-text' })));
}

const drawAll = (block, ctx) => (block.elements ?? []).map((element) => drawElement(element, ctx, { block_id: block.block_id }));

function actions(block, ctx) {
  return h('div', { class: 'actions' }, drawAll(block, ctx));
}

function contextActions(block, ctx) {
  return h('div', { class: 'actions context-actions' }, drawAll(block, ctx));
}

function imageBlock(block, ctx) {
  const picture = image(imageUrl(block, ctx), block.alt_text, { class: 'block-image' });
  if (!block.title) return picture;
  return h('figure', {}, h('figcaption', { dir: 'auto', class: 'txt' }, textObject(block.title, ctx)), picture);
}

function input(block, ctx) {
  const ids = { control: uid('input'), label: uid('label'), hint: uid('hint'), error: uid('error') };
  const grouped = ['checkboxes', 'radio_buttons'].includes(block.element?.type);
  const picked = /_select$/.test(block.element?.type ?? '');
  const error = h('div', { class: 'input-error', id: ids.error, role: 'alert' });
  const node = h('div', { class: 'input' });
  const showError = (sentence) => {
    error.textContent = sentence ?? '';
    node.classList.toggle('has-error', Boolean(sentence));
  };
  const label = words(block.label) + (block.optional ? ' (optional)' : '');
  const caption = h(grouped || picked ? 'div' : 'label', { class: 'input-label', id: ids.label, for: grouped || picked ? null : ids.control, dir: 'auto' },
    words(block.label), block.optional ? h('span', { class: 'dim' }, ' (optional)') : null);
  const element = drawElement(block.element ?? {}, ctx, {
    block_id: block.block_id, acts: block.dispatch_action === true, label, ids, showError, required: !block.optional,
  });
  if (picked) element.setAttribute('aria-describedby', `${ids.hint} ${ids.error}`);
  return append(node, [caption, element, error, h('div', { class: 'input-hint', id: ids.hint, dir: 'auto' }, block.hint ? words(block.hint) : '')]);
}
