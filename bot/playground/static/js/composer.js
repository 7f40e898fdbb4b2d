// Where messages and commands are typed: hints for slash commands, history, files.
import { bdi, h, uid } from './dom.js';
import { icon } from './icons.js';
import { api } from './api.js';
import { report, toast } from './notices.js';
import { store } from './store.js';

const TALLEST = 240; // pixels, then it scrolls
const KEPT = 100; // lines of history
const history = [];

export class Composer {
  /** where(): {channel, thread_ts|null}; onEscape(): where the focus goes. */
  constructor({ where, label, commands = true, onEscape = () => {}, onSend = () => {} }) {
    this.where = where;
    this.onEscape = onEscape;
    this.onSend = onSend;
    this.files = [];
    this.at = history.length;
    const list = uid('commands');
    this.list = h('div', { class: 'hints', role: 'listbox', id: list, 'aria-label': 'Commands', hidden: true });
    this.input = h('textarea', {
      class: 'composer-input', rows: 1, dir: 'auto', role: 'combobox', 'aria-label': label, 'aria-autocomplete': 'list', 'aria-controls': list,
      'aria-expanded': 'false', 'aria-haspopup': 'listbox', 'aria-multiline': 'true', spellcheck: 'true', autocomplete: 'off',
      on: { input: () => this.changed(), keydown: (event) => this.onKey(event), blur: () => setTimeout(() => this.hideHints(), 150), paste: (event) => this.onPaste(event) },
    });
    this.send = h('button', { type: 'submit', class: 'send', 'aria-label': 'Send now', disabled: true }, icon('send', 18));
    this.pick = h('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1', 'aria-label': 'Attach files', on: { change: () => this.attach([...this.pick.files]) } });
    const clip = h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Attach files', title: 'Attach files', on: { click: () => this.pick.click() } }, icon('plus', 18));
    const slash = commands && h('button', { type: 'button', class: 'icon-button', 'aria-label': 'Show commands', title: 'Commands', on: { click: () => this.begin('/') } }, h('span', { class: 'slash', 'aria-hidden': 'true' }, '/'));
    this.chips = h('ul', { class: 'file-list', 'aria-label': 'Files to send', hidden: true });
    this.node = h('form', { class: 'composer', 'aria-label': label, on: {
      submit: (event) => {
        event.preventDefault();
        this.submit();
      },
      dragover: (event) => event.preventDefault(),
      drop: (event) => {
        event.preventDefault();
        this.attach([...event.dataTransfer.files]);
      },
    } }, this.list, h('div', { class: 'composer-box' }, this.input, this.chips, this.pick,
      h('div', { class: 'composer-foot' }, clip, slash, h('span', { class: 'composer-help', 'aria-hidden': 'true' }, h('b', {}, 'Enter'), ' to send · ', h('b', {}, 'Shift + Enter'), ' for a new line'), this.send)));
  }

  setLabel(label) {
    this.input.setAttribute('aria-label', label);
    this.node.setAttribute('aria-label', label);
    this.input.placeholder = label;
  }

  /** Put text into an empty composer and the focus on it. */
  begin(text) {
    if (!this.input.value) this.input.value = text;
    this.input.focus();
    this.changed();
  }

  focus() {
    this.input.focus();
  }

  changed() {
    this.send.disabled = !this.input.value.trim() && !this.files.length;
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(TALLEST, this.input.scrollHeight)}px`;
    this.showHints();
  }

  /** Commands that begin with what was typed; with a whole command, its usage. */
  showHints() {
    const text = this.input.value;
    const match = /^\/(\S*)(\s?)/.exec(text);
    if (!match || this.where().thread_ts) return this.hideHints();
    const name = `/${match[1]}`.toLowerCase();
    const whole = Boolean(match[2]);
    this.found = store.commands.filter((one) => (whole ? one.command === name : one.command.startsWith(name)));
    if (!this.found.length) return this.hideHints();
    this.usageOnly = whole;
    this.list.replaceChildren(h('div', { class: 'hints-head', role: 'presentation' }, whole ? 'How to use it' : 'Commands'),
      ...this.found.map((one, index) => this.hint(one, index)));
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.mark(0);
  }

  hint(command, index) {
    const app = store.apps.find((one) => one.app_id === command.app_id);
    return h('div', { role: 'option', class: 'hint', id: uid('hint'), 'aria-selected': 'false', on: {
      pointerdown: (event) => {
        event.preventDefault();
        this.mark(index);
        this.complete();
      },
    } }, h('span', { class: 'hint-line' }, h('b', {}, command.command), ' ', bdi(command.usage_hint ?? '', { class: 'hint-usage' })),
    h('span', { class: 'hint-note' }, bdi(command.description ?? ''), app ? [' · ', bdi(app.name)] : null));
  }

  hideHints() {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  mark(index) {
    this.marked = index;
    [...this.list.querySelectorAll('[role=option]')].forEach((node, at) => {
      node.setAttribute('aria-selected', String(at === index));
      if (at === index && !this.usageOnly) this.input.setAttribute('aria-activedescendant', node.id);
    });
    if (this.usageOnly) this.input.removeAttribute('aria-activedescendant');
  }

  complete() {
    const command = this.found?.[this.marked];
    if (!command) return;
    const rest = this.input.value.replace(/^\/\S*\s*/, '');
    this.input.value = `${command.command} ${rest}`;
    this.changed();
  }

  onKey(event) {
    if (event.isComposing) return;
    const listed = !this.list.hidden && !this.usageOnly;
    const exact = listed && this.found.some((one) => one.command === this.input.value.trim());
    const done = () => event.preventDefault();
    if (listed && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
      const count = this.found.length;
      this.mark((this.marked + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
      done();
    } else if (listed && event.key === 'Tab' && !event.shiftKey) {
      this.complete();
      done();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      if (listed && !exact) this.complete();
      else this.submit();
      done();
    } else if (event.key === 'Escape') {
      if (!this.list.hidden) this.hideHints();
      else this.onEscape();
      done();
    } else if (event.key === 'ArrowUp' && this.atEdge('first')) {
      if (this.recall(-1)) done();
    } else if (event.key === 'ArrowDown' && this.atEdge('last')) {
      if (this.recall(1)) done();
    }
  }

  /** Whether the caret is on the first or last line, where an arrow means history. */
  atEdge(which) {
    const { value, selectionStart, selectionEnd } = this.input;
    if (selectionStart !== selectionEnd) return false;
    return which === 'first' ? !value.slice(0, selectionStart).includes('\n') && (value === '' || this.at < history.length || selectionStart === 0)
      : !value.slice(selectionEnd).includes('\n') && this.at < history.length;
  }

  recall(way) {
    const next = this.at + way;
    if (next < 0 || next > history.length) return false;
    if (this.at === history.length) this.draft = this.input.value;
    this.at = next;
    this.input.value = next === history.length ? this.draft ?? '' : history[next];
    this.changed();
    this.hideHints();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    return true;
  }

  onPaste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.attach(files);
  }

  attach(chosen) {
    this.pick.value = '';
    this.files.push(...chosen);
    this.paintFiles();
    this.input.focus();
  }

  paintFiles() {
    this.chips.hidden = !this.files.length;
    this.chips.replaceChildren(...this.files.map((file) => h('li', {}, icon('file', 16), bdi(file.name),
      h('button', { type: 'button', class: 'icon-button', 'aria-label': `Remove ${file.name}`, on: { click: () => {
        this.files = this.files.filter((one) => one !== file);
        this.paintFiles();
      } } }, icon('close', 14)))));
    this.changed();
  }

  async submit() {
    const text = this.input.value.trim();
    const { channel, thread_ts } = this.where();
    if ((!text && !this.files.length) || !channel || this.busy) return;
    const command = /^\/\S/.test(text) && !this.files.length;
    if (command && thread_ts) return toast(`${text.split(/\s/)[0]} is not supported in threads. Sorry!`, { kind: 'error' });
    this.remember(text);
    const { files } = this;
    this.input.value = '';
    this.files = [];
    this.paintFiles();
    this.onSend();
    const answer = report(await this.post({ text, channel, thread_ts, command, files }));
    if (!answer.ok && !command && !this.input.value) {
      this.attach(files);
      this.begin(text);
    }
  }

  post({ text, channel, thread_ts, command, files }) {
    if (command) return api.post('command', { user: store.user, channel, text });
    if (files.length) return api.upload(store.user, files, { channel, thread_ts, text });
    return api.post('message', { user: store.user, channel, text, thread_ts: thread_ts ?? undefined });
  }

  remember(text) {
    if (text && history.at(-1) !== text) history.push(text);
    if (history.length > KEPT) history.shift();
    this.at = history.length;
  }
}
