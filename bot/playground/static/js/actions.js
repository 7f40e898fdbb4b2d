// Buttons, overflow menus, feedback: elements that act when pressed.
import { h, link, safeUrl, target } from './dom.js';
import { icon } from './icons.js';
import { confirm } from './dialog.js';
import { openMenu } from './popup.js';
import { words } from './text.js';

/**
 * Tell the app about an element: asks first where the element has a confirm object.
 * busy: the node that shows that the answer is awaited.
 */
export async function act(ctx, element, value, busy) {
  if (element.confirm && !(await confirm(element.confirm, ctx))) return false;
  if (!ctx.act) return true;
  busy?.setAttribute('aria-busy', 'true');
  try {
    await ctx.act({ block_id: element.block_id, action_id: element.action_id, value });
  } finally {
    busy?.removeAttribute('aria-busy');
  }
  return true;
}

/** Open a URL of an element in a new tab, if it is a web address. */
function openUrl(raw, ctx) {
  const url = safeUrl(raw);
  if (url) window.open(target(url, ctx.siteMap), '_blank', 'noopener,noreferrer');
}

export function button(element, ctx) {
  const style = ['primary', 'danger'].includes(element.style) ? `btn-${element.style}` : '';
  const props = { class: `btn ${style}`, 'aria-label': element.accessibility_label ?? null, data: { action: element.action_id ?? '' } };
  const label = h('span', { class: 'btn-text', dir: 'auto' }, words(element.text) || 'Button');
  const away = safeUrl(element.url);
  if (away && !element.confirm) {
    const node = link(element.url, [label, h('span', { class: 'vh' }, ' (opens in a new tab)')], { siteMap: ctx.siteMap, ...props });
    node.addEventListener('click', () => act(ctx, element, null, node));
    return node;
  }
  const node = h('button', { type: 'button', ...props }, label);
  node.addEventListener('click', async () => {
    if (node.hasAttribute('aria-busy')) return;
    if ((await act(ctx, element, null, node)) && away) openUrl(element.url, ctx);
  });
  return node;
}

export function overflow(element, ctx) {
  const node = h('button', { type: 'button', class: 'btn btn-icon', 'aria-label': 'More actions', 'aria-haspopup': 'menu', 'aria-expanded': 'false', data: { action: element.action_id ?? '' } }, icon('dots'));
  node.addEventListener('click', () => {
    const items = (element.options ?? []).map((option) => ({
      label: words(option.text), description: option.description && words(option.description),
      onSelect: () => {
        if (option.url) openUrl(option.url, ctx);
        act(ctx, element, option.value, node);
      },
    }));
    openMenu(node, [items], { label: 'More actions' });
  });
  return node;
}

export function iconButton(element, ctx) {
  const label = element.accessibility_label ?? words(element.text);
  if (element.visible_to_user_ids && !element.visible_to_user_ids.includes(ctx.user)) return null;
  const node = h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: words(element.text), on: { click: () => act(ctx, element, null, node) } }, icon(String(element.icon)));
  return node;
}

export function feedback(element, ctx) {
  const one = (which, name, picture) => {
    const given = element[`${which}_button`] ?? {};
    const node = h('button', {
      type: 'button', class: 'icon-button', 'aria-pressed': 'false', title: words(given.text), 'aria-label': given.accessibility_label ?? words(given.text) ?? name,
      on: {
        click: () => {
          for (const other of group.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === node));
          act(ctx, element, which, node);
        },
      },
    }, icon(picture));
    return node;
  };
  const group = h('span', { role: 'group', 'aria-label': 'Feedback', class: 'feedback' });
  group.append(one('positive', 'Good', 'thumbup'), one('negative', 'Bad', 'thumbdown'));
  return group;
}
