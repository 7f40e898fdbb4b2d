// card, carousel, container, alert, video, file, plan, task_card.
// https://docs.slack.dev/reference/block-kit/blocks/card-block and its neighbours
import { append, bdi, h, image, link, uid } from './dom.js';
import { drawElement, imageUrl } from './elements.js';
import { icon } from './icons.js';
import { richText } from './rich_text.js';
import { textBox, textObject, words } from './text.js';

export function card(block, ctx) {
  const title = uid('card');
  const top = h('div', { class: 'card-top' });
  if (block.icon) top.append(image(imageUrl(block.icon, ctx), block.icon.alt_text, { class: 'card-icon' }));
  else if (block.slack_icon) top.append(h('span', { class: 'card-icon' }, icon(String(block.slack_icon.name))));
  const names = h('div', { class: 'card-names' });
  if (block.title) names.append(textBox(block.title, ctx, { class: 'card-title', id: title }));
  if (block.subtitle) names.append(textBox(block.subtitle, ctx, { class: 'card-subtitle' }));
  top.append(names);
  return h('div', { class: 'card', role: 'group', 'aria-labelledby': block.title ? title : null, 'aria-label': block.title ? null : 'Card' },
    block.hero_image ? image(imageUrl(block.hero_image, ctx), block.hero_image.alt_text, { class: 'card-hero' }) : null,
    block.title || block.subtitle || block.icon || block.slack_icon ? top : null,
    block.body ? textBox(block.body, ctx, { class: 'card-body' }) : null,
    block.subtext ? textBox(block.subtext, ctx, { class: 'card-subtext' }) : null,
    block.actions?.length ? h('div', { class: 'actions' }, block.actions.map((e) => drawElement(e, ctx, { block_id: block.block_id }))) : null);
}

export function carousel(block, ctx) {
  const cards = block.elements ?? [];
  const track = h('div', { class: 'carousel-track', tabindex: '0', role: 'group', 'aria-label': 'Cards' },
    cards.map((one, index) => h('div', { class: 'carousel-item', role: 'group', 'aria-roledescription': 'card', 'aria-label': `${index + 1} of ${cards.length}` },
      card({ ...one, block_id: one.block_id ?? block.block_id }, ctx))));
  const slide = (way) => track.scrollBy({ left: way * Math.max(200, track.clientWidth * 0.8), behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  const turn = (label, picture, way) => h('button', { type: 'button', class: 'btn btn-icon', 'aria-label': label, on: { click: () => slide(way) } }, icon(picture, 16));
  const back = turn('Previous cards', 'left', -1);
  const forth = turn('Next cards', 'right', 1);
  const update = () => {
    back.disabled = track.scrollLeft <= 4;
    forth.disabled = track.scrollLeft + track.clientWidth >= track.scrollWidth - 4;
  };
  track.addEventListener('scroll', update);
  new ResizeObserver(update).observe(track);
  return h('div', { class: 'carousel', role: 'group', 'aria-roledescription': 'carousel', 'aria-label': `${cards.length} cards` },
    h('div', { class: 'carousel-buttons' }, back, forth), track);
}

/** render: renderBlocks, handed over since it imports this module. */
export function container(block, ctx, render) {
  const body = h('div', { class: 'container-body', id: uid('container') }, render(block.child_blocks, ctx));
  const titled = h('span', { class: 'container-title', dir: 'auto' },
    block.rich_text_title ? richText(block.rich_text_title, ctx, { inline: true }) : words(block.title));
  const subtitle = block.subtitle ? h('span', { class: 'container-subtitle', dir: 'auto' }, textObject(block.subtitle, ctx)) : null;
  const picture = block.icon ? image(imageUrl(block.icon, ctx), block.icon.alt_text, { class: 'card-icon' }) : null;
  const width = ['narrow', 'standard', 'wide', 'full'].includes(block.width) ? block.width : 'standard';
  const node = h('div', { class: `container container-${width}${block.has_header_divider ? ' container-lined' : ''}` });
  if (!block.is_collapsible) return append(node, [h('div', { class: 'container-head' }, picture, h('div', {}, titled, subtitle)), body]);
  const open = !block.default_collapsed;
  body.hidden = !open;
  const toggle = h('button', { type: 'button', class: 'container-toggle', 'aria-expanded': String(open), 'aria-controls': body.id }, icon('right', 16), picture, titled);
  toggle.addEventListener('click', () => {
    body.hidden = !body.hidden;
    toggle.setAttribute('aria-expanded', String(!body.hidden));
  });
  return append(node, [h('div', { class: 'container-head' }, h('div', {}, toggle, subtitle)), body]);
}

const LEVELS = { default: ['Note', 'info'], info: ['Information', 'info'], warning: ['Warning', 'warning'], error: ['Error', 'error'], success: ['Success', 'check'] };

export function alertBlock(block, ctx) {
  const level = Object.hasOwn(LEVELS, block.level ?? 'default') ? block.level ?? 'default' : 'default';
  const [name, picture] = LEVELS[level];
  return h('div', { class: `alert alert-${level}`, role: level === 'error' || level === 'warning' ? 'alert' : 'note', 'aria-label': name },
    icon(picture), h('span', { class: 'vh' }, `${name}: `), textBox(block.text, ctx));
}

export function video(block, ctx) {
  const title = words(block.title);
  return h('div', { class: 'card video', role: 'group', 'aria-label': `Video: ${title}` },
    h('div', { class: 'card-title' }, link(block.title_url ?? block.video_url, [icon('video', 16), bdi(title)], { siteMap: ctx.siteMap })),
    h('div', { class: 'card-subtitle' }, [block.provider_name, block.author_name].filter(Boolean).map((name, n) => [n ? ' · ' : '', bdi(name)])),
    block.description ? textBox(block.description, ctx) : null,
    image(block.thumbnail_url, block.alt_text, { class: 'block-image' }));
}

export function fileBlock(block) {
  return h('div', { class: 'card file-card', role: 'group', 'aria-label': 'Remote file' }, icon('file'), h('bdi', {}, String(block.external_id ?? 'file')));
}

const STATUS = { pending: ['to do', 'clock'], in_progress: ['in progress', 'clock'], complete: ['done', 'check'], error: ['failed', 'error'] };

export function taskCard(block, ctx) {
  const [name, picture] = STATUS[Object.hasOwn(STATUS, block.status ?? '') ? block.status : 'pending'];
  const sources = (block.sources ?? []).map((source) => link(source.url, bdi(source.text ?? source.url), { siteMap: ctx.siteMap, class: 'source' }));
  return h('div', { class: `task task-${Object.hasOwn(STATUS, block.status ?? '') ? block.status : 'pending'}`, role: 'group', 'aria-label': `Task, ${name}: ${block.title}` },
    h('div', { class: 'task-title', dir: 'auto' }, icon(picture, 16), h('span', {}, String(block.title ?? '')), h('span', { class: 'dim' }, ` ${name}`)),
    block.details ? richText(block.details, ctx) : null, block.output ? richText(block.output, ctx) : null,
    sources.length ? h('div', { class: 'sources' }, sources) : null);
}

export function plan(block, ctx) {
  const tasks = block.tasks ?? [];
  return h('div', { class: 'card plan', role: 'group', 'aria-label': `Plan: ${block.title}` },
    h('div', { class: 'card-title', dir: 'auto' }, String(block.title ?? '')),
    h('ol', { class: 'plan-tasks' }, tasks.map((task) => h('li', {}, taskCard(task, ctx)))));
}
