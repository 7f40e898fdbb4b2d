// Select menus, single and multi: static, external, users, channels, conversations.
import { bdi, h, uid, append } from './dom.js';
import { icon } from './icons.js';
import { act } from './actions.js';
import { closePopup, openPopup, replacePopup } from './popup.js';
import { personName, words } from './text.js';

const WAIT = 200; // milliseconds between the last key and a question to the app
const WHAT = { users: 'Select a user', channels: 'Select a channel', conversations: 'Select a conversation' };

/** Draw a select element; it registers with ctx.form and acts when something is chosen. */
export function select(element, ctx, label) {
  return new Select(element, ctx, label).node;
}

class Select {
  constructor(element, ctx, label) {
    this.element = element;
    this.ctx = ctx;
    this.multi = element.type.startsWith('multi_');
    this.kind = element.type.replace(/^multi_/, '').replace(/_select$/, '');
    this.known = new Map();
    this.placeholder = element.placeholder ? words(element.placeholder) : WHAT[this.kind] ?? (this.multi ? 'Select options' : 'Select an option');
    this.label = label ?? this.placeholder;
    this.chosen = this.initial();
    this.told = [...this.chosen];
    this.shown = h('span', { class: 'select-value' });
    this.node = h('button', {
      type: 'button', class: 'select', role: 'combobox', 'aria-haspopup': 'listbox', 'aria-expanded': 'false',
      data: { action: element.action_id ?? '' }, on: { click: () => this.open() },
    }, this.shown, icon('down', 16));
    this.node.addEventListener('keydown', (event) => {
      if (['ArrowDown', 'ArrowUp'].includes(event.key)) {
        event.preventDefault();
        this.open();
      }
    });
    this.paint();
    ctx.form?.add(element.block_id, element.action_id, {
      get: () => (this.multi ? this.chosen : this.chosen[0] ?? null),
      set: (value) => {
        this.chosen = [value].flat().filter((one) => one !== null && one !== undefined);
        this.paint();
      },
      focus: () => this.node.focus(),
      error: element.showError,
      wantsFocus: element.focus_on_load,
    });
  }

  initial() {
    const e = this.element;
    const options = [e.initial_option, e.initial_options].flat().filter(Boolean);
    for (const option of options) this.known.set(option.value, option);
    this.groups();
    if (options.length) return options.map((option) => option.value);
    const ids = [e.initial_user, e.initial_users, e.initial_channel, e.initial_channels, e.initial_conversation, e.initial_conversations].flat().filter(Boolean);
    if (!ids.length && e.default_to_current_conversation && this.ctx.channel) return [this.ctx.channel];
    return ids;
  }

  /** What can be chosen without asking the app: [{label|null, options: [{value, label, note}]}] */
  groups() {
    const e = this.element;
    const from = (options) => (options ?? []).map((option) => {
      this.known.set(option.value, option);
      return { value: option.value, label: words(option.text), note: option.description && words(option.description) };
    });
    if (this.kind === 'static') {
      return e.option_groups ? e.option_groups.map((g) => ({ label: words(g.label), options: from(g.options) })) : [{ options: from(e.options) }];
    }
    if (this.kind === 'external') return (this.answer ?? []).map((g) => ({ label: g.label && words(g.label), options: from(g.options) }));
    const { users, channels } = this.ctx;
    const people = () => [...(users?.values() ?? [])].filter((u) => !(e.filter?.exclude_bot_users && u.is_bot)).map((u) => ({ value: u.id, label: `@${personName(u)}` }));
    if (this.kind === 'users') return [{ options: people() }];
    const kinds = this.kind === 'channels' ? ['public'] : e.filter?.include ?? ['public', 'private', 'im'];
    const list = [...(channels?.values() ?? [])].filter((c) => kinds.includes(c.kind) && !c.is_archived);
    return [{ options: list.map((c) => ({ value: c.id, label: c.kind === 'im' ? `@${personName(users.get(c.user) ?? { id: c.user })}` : `#${c.name}` })) }];
  }

  nameOf(value) {
    const option = this.known.get(value);
    if (option) return words(option.text);
    const found = this.groups().flatMap((g) => g.options).find((one) => one.value === value);
    return found?.label ?? this.ctx.users?.get(value)?.name ?? value;
  }

  paint() {
    const names = this.chosen.map((value) => this.nameOf(value));
    this.shown.replaceChildren();
    this.shown.classList.toggle('select-empty', !names.length);
    if (!names.length) this.shown.append(this.placeholder);
    else if (this.multi) append(this.shown, names.map((name) => h('span', { class: 'chip' }, bdi(name))));
    else this.shown.append(bdi(names[0]));
    const says = names.join(', ');
    this.node.setAttribute('aria-label', says ? `${this.label}: ${says}` : this.label);
  }

  open() {
    const id = uid('list');
    this.list = h('div', { role: 'listbox', id, class: 'listbox', 'aria-label': this.label, 'aria-multiselectable': this.multi ? 'true' : null });
    this.query = h('input', {
      type: 'text', class: 'select-search', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': id, 'aria-autocomplete': 'list',
      'aria-label': `Search: ${this.label}`, autocomplete: 'off', spellcheck: 'false', placeholder: 'Search',
      on: { input: () => this.search(), keydown: (event) => this.onKey(event) },
    });
    // A press on an option leaves the focus, and so the keys, in the search field.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
    const before = [...this.chosen];
    const box = h('div', { class: 'select-box' }, this.query, this.list);
    const opened = openPopup(box, this.node, { minWidth: Math.max(220, this.node.offsetWidth), onClose: () => this.closed(before) });
    if (!opened) return;
    this.node.setAttribute('aria-controls', id);
    this.fill();
    this.query.focus();
    if (this.kind === 'external') this.ask();
  }

  closed(before) {
    clearTimeout(this.timer);
    this.asked = null;
    if (this.multi && before.join('\u0000') !== this.chosen.join('\u0000')) this.tell();
  }

  async tell() {
    if (!this.element.acts) return;
    const before = this.told;
    const done = await act(this.ctx, this.element, this.multi ? this.chosen : this.chosen[0] ?? null, this.node);
    if (done) this.told = [...this.chosen];
    else {
      this.chosen = before;
      this.paint();
    }
  }

  search() {
    if (this.kind === 'external') {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    }
    this.fill();
  }

  async ask() {
    const text = this.query.value;
    const least = this.element.min_query_length ?? 3;
    if (text.length < least) {
      this.answer = null;
      this.fill(`Type ${least} or more letters to search.`);
      return;
    }
    const mark = (this.asked = {});
    this.fill('Searching …');
    const found = await this.ctx.suggest?.({ block_id: this.element.block_id, action_id: this.element.action_id, value: text });
    if (this.asked !== mark) return;
    this.answer = found?.option_groups ?? [{ options: found?.options ?? [] }];
    this.fill(found ? undefined : 'The app did not answer.');
  }

  fill(sentence) {
    const text = this.kind === 'external' ? '' : this.query.value.trim().toLowerCase();
    this.list.replaceChildren();
    this.items = [];
    for (const group of this.groups()) {
      const found = group.options.filter((option) => option.label.toLowerCase().includes(text));
      if (!found.length) continue;
      const nodes = found.map((option) => this.item(option));
      if (group.label) {
        const id = uid('group');
        this.list.append(h('div', { role: 'group', 'aria-labelledby': id }, h('div', { class: 'select-group', id }, group.label), nodes));
      } else append(this.list, nodes);
    }
    if (sentence || !this.items.length) this.list.append(h('div', { class: 'select-none', role: 'status' }, sentence ?? 'No results'));
    this.mark(Math.max(0, this.items.findIndex((item) => item.value === this.chosen[0])));
    replacePopup();
  }

  item({ value, label, note }) {
    const on = this.chosen.includes(value);
    const node = h('div', { role: 'option', id: uid('opt'), class: 'option', 'aria-selected': String(on) },
      h('span', { class: 'option-check', 'aria-hidden': 'true' }, on ? '✓' : ''),
      h('span', { class: 'option-text' }, bdi(label), note ? h('span', { class: 'menu-note' }, note) : null));
    const at = this.items.push({ value, node }) - 1;
    node.addEventListener('pointermove', () => this.mark(at, false));
    node.addEventListener('click', () => this.choose(at));
    return node;
  }

  mark(at, scroll = true) {
    this.at = at;
    this.items.forEach((item, index) => item.node.classList.toggle('active', index === at));
    const node = this.items[at]?.node;
    if (node) this.query.setAttribute('aria-activedescendant', node.id);
    else this.query.removeAttribute('aria-activedescendant');
    if (scroll) node?.scrollIntoView({ block: 'nearest' });
  }

  onKey(event) {
    const count = Math.max(1, this.items.length);
    const keys = {
      ArrowDown: () => this.mark((this.at + 1) % count), ArrowUp: () => this.mark((this.at - 1 + count) % count),
      Enter: () => this.choose(this.at), Escape: () => closePopup({ refocus: true }), Tab: () => closePopup({ refocus: true }),
      Backspace: this.query.value || !this.multi ? null : () => this.remove(),
    };
    if (!keys[event.key]) return;
    keys[event.key]();
    event.preventDefault();
    event.stopPropagation();
  }

  remove() {
    this.chosen = this.chosen.slice(0, -1);
    this.paint();
    this.fill();
  }

  choose(at) {
    const value = this.items[at]?.value;
    if (value === undefined) return;
    if (!this.multi) {
      this.chosen = [value];
      this.paint();
      closePopup({ refocus: true });
      this.tell();
      return;
    }
    const most = this.element.max_selected_items ?? Infinity;
    if (this.chosen.includes(value)) this.chosen = this.chosen.filter((one) => one !== value);
    else if (this.chosen.length < most) this.chosen = [...this.chosen, value];
    this.paint();
    this.fill();
    this.mark(at);
  }
}
