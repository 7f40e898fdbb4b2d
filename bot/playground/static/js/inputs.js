// Inputs: text, numbers, dates and times, checkboxes, radio buttons, files.
import { h, uid } from './dom.js';
import { act } from './actions.js';
import { fromLocal, toLocal } from './dates.js';
import { icon } from './icons.js';
import { textObject, words } from './text.js';

const TYPES = { plain_text_input: 'text', email_text_input: 'email', url_text_input: 'url', number_input: 'text', datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' };
const MODES = { number_input: 'decimal', email_text_input: 'email', url_text_input: 'url' };
const SIZES = ['B', 'kB', 'MB', 'GB'];

/** 12.3 kB */
export function sizeOf(bytes) {
  let size = Number(bytes) || 0;
  let unit = 0;
  while (size >= 1000 && unit < SIZES.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit && size < 10 ? size.toFixed(1) : Math.round(size)} ${SIZES[unit]}`;
}

/** Attributes by which assistive technology finds label, hint and error of an element. */
const described = (element, label) => ({
  id: element.ids?.control ?? uid('control'),
  'aria-describedby': element.ids ? `${element.ids.hint} ${element.ids.error}` : null,
  'aria-label': element.ids ? null : label,
});

function register(element, ctx, node, { get, set }) {
  ctx.form?.add(element.block_id, element.action_id, {
    get, set, focus: () => node.focus(), wantsFocus: element.focus_on_load,
    error: (sentence) => {
      if (sentence) node.setAttribute('aria-invalid', 'true');
      else node.removeAttribute('aria-invalid');
      element.showError?.(sentence);
    },
  });
}

export function textInput(element, ctx, label) {
  const long = element.multiline || element.type === 'rich_text_input';
  const initial = typeof element.initial_value === 'object' ? plainOf(element.initial_value) : element.initial_value ?? '';
  const node = h(long ? 'textarea' : 'input', {
    ...described(element, label ?? (element.placeholder && words(element.placeholder)) ?? 'Text'),
    type: long ? null : TYPES[element.type] ?? 'text', class: 'text-input', dir: 'auto', autocomplete: 'off',
    inputmode: MODES[element.type], placeholder: element.placeholder && words(element.placeholder),
    maxlength: element.max_length, rows: long ? Math.min(element.min_lines ?? 4, 20) : null,
    'aria-required': element.required ? 'true' : null, data: { action: element.action_id ?? '' },
  });
  node.value = initial;
  register(element, ctx, node, { get: () => node.value, set: (value) => { node.value = value ?? ''; } });
  if (element.acts) dispatchTyping(element, ctx, node, long);
  return node;
}

function dispatchTyping(element, ctx, node, long) {
  const on = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  let timer;
  if (on.includes('on_character_entered')) {
    node.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => act(ctx, element, node.value, node), 300);
    });
  }
  if (on.includes('on_enter_pressed')) {
    node.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || (long && event.shiftKey)) return;
      event.preventDefault();
      act(ctx, element, node.value, node);
    });
  }
}

function plainOf(value) {
  if (Array.isArray(value)) return value.map(plainOf).join('');
  if (value?.type === 'rich_text_section') return `${plainOf(value.elements)}\n`;
  return value?.text ?? value?.url ?? (value?.elements ? plainOf(value.elements).replace(/\n$/, '') : '');
}

/** datepicker, timepicker, datetimepicker: the browser's own, which every reader and keyboard knows. */
export function picker(element, ctx, label) {
  const dated = element.type === 'datetimepicker';
  const node = h('input', {
    ...described(element, label ?? (element.placeholder && words(element.placeholder)) ?? element.type.replace('picker', '')),
    type: TYPES[element.type], class: 'text-input picker', max: element.type === 'datepicker' ? '9999-12-31' : null,
    'aria-required': element.required ? 'true' : null, data: { action: element.action_id ?? '' },
    title: element.placeholder && words(element.placeholder),
  });
  const show = (value) => (value === null || value === undefined ? '' : dated ? toLocal(value, ctx.tz) : String(value));
  const get = () => (node.value === '' ? null : dated ? fromLocal(node.value, ctx.tz) : node.value);
  node.value = show(element.initial_date ?? element.initial_time ?? element.initial_date_time);
  register(element, ctx, node, { get, set: (value) => { node.value = show(value); } });
  if (element.acts) dispatchDate(element, ctx, node, get);
  return node;
}

/** Typing a date passes through years 0002, 0020, 0202: wait until the person leaves or presses Enter. */
function dispatchDate(element, ctx, node, get) {
  let told = node.value;
  let typing = false;
  const tell = async () => {
    typing = false;
    if (node.value === told) return;
    const before = told;
    told = node.value;
    if (!(await act(ctx, element, get(), node))) node.value = told = before;
  };
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') tell();
    else if (event.key !== 'Tab') typing = true;
  });
  node.addEventListener('change', () => typing || tell());
  node.addEventListener('blur', tell);
}

/** checkboxes and radio_buttons */
export function choices(element, ctx, label) {
  const many = element.type === 'checkboxes';
  const initial = new Set([element.initial_options, element.initial_option].flat().filter(Boolean).map((option) => option.value));
  const name = uid('choice');
  const boxes = (element.options ?? []).map((option) => {
    const node = h('input', { type: many ? 'checkbox' : 'radio', name, id: uid('box') });
    node.value = option.value;
    node.checked = initial.has(option.value);
    return { node, option };
  });
  const group = h('div', {
    role: many ? 'group' : 'radiogroup', class: 'choices', id: element.ids?.control, data: { action: element.action_id ?? '' },
    'aria-labelledby': element.ids?.label, 'aria-label': element.ids ? null : label ?? 'Options',
    'aria-describedby': element.ids ? `${element.ids.hint} ${element.ids.error}` : null,
  }, boxes.map(({ node, option }) => h('div', { class: 'choice' }, node, h('label', { for: node.id, dir: 'auto' },
    h('span', {}, textObject(option.text, ctx)), option.description ? h('span', { class: 'menu-note' }, textObject(option.description, ctx)) : null))));
  const get = () => {
    const on = boxes.filter(({ node }) => node.checked).map(({ option }) => option.value);
    return many ? on : on[0] ?? null;
  };
  const set = (value) => boxes.forEach(({ node, option }) => { node.checked = [value].flat().includes(option.value); });
  register(element, ctx, group, { get, set });
  group.focus = () => (boxes.find(({ node }) => node.checked) ?? boxes[0])?.node.focus();
  let told = get();
  if (element.acts) group.addEventListener('change', async () => {
    if (await act(ctx, element, get(), group)) told = get();
    else set(told);
  });
  return group;
}

const uploaded = new Map();

/** file_input: files are uploaded when chosen or dropped, the value is the list of their ids. */
export function fileInput(element, ctx, label) {
  let files = [];
  const most = element.max_files ?? 10;
  const list = h('ul', { class: 'file-list', 'aria-label': 'Chosen files' });
  const status = h('div', { class: 'file-status', role: 'status' });
  const input = h('input', {
    ...described(element, label ?? 'Files'), type: 'file', class: 'file-pick', multiple: most > 1,
    accept: element.filetypes?.map((type) => `.${type}`).join(',') ?? null, data: { action: element.action_id ?? '' },
  });
  const paint = () => {
    list.replaceChildren(...files.map((file) => h('li', {}, icon('file', 16), h('bdi', {}, file.name), h('span', { class: 'dim' }, ` ${sizeOf(file.size)} `),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': `Remove ${file.name}`, on: { click: () => drop(file) } }, icon('close', 14)))));
  };
  const drop = (file) => {
    files = files.filter((one) => one !== file);
    paint();
    input.focus();
  };
  const take = async (chosen) => {
    const allowed = chosen.slice(0, Math.max(0, most - files.length));
    status.textContent = allowed.length < chosen.length ? `At most ${most} ${most === 1 ? 'file' : 'files'}.` : 'Uploading …';
    if (!allowed.length) return;
    const answer = await ctx.upload?.(allowed);
    for (const file of answer?.files ?? []) {
      uploaded.set(file.id, file);
      files.push(file);
    }
    status.textContent = answer?.ok ? `${files.length} ${files.length === 1 ? 'file' : 'files'} ready` : answer?.message ?? 'The upload failed. Try again.';
    paint();
  };
  input.addEventListener('change', async () => {
    await take([...input.files]);
    input.value = '';
  });
  const node = h('div', { class: 'file-input', on: {
    dragover: (event) => event.preventDefault(),
    drop: (event) => {
      event.preventDefault();
      take([...event.dataTransfer.files]);
    },
  } }, input, list, status);
  const set = (ids) => {
    files = (ids ?? []).map((id) => uploaded.get(id)).filter(Boolean);
    paint();
  };
  register(element, ctx, input, { get: () => files.map((file) => file.id), set });
  return node;
}
