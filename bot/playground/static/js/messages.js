// A list of messages, oldest first: loads older ones on the way up, groups by author and day.
// Chunks of messages use content-visibility, so that ten thousand of them cost what the window shows.
import { h } from './dom.js';
import { api } from './api.js';
import { ageing } from './ageing.js';
import { dayKey, dayOf } from './dates.js';
import { author, messageNode } from './message.js';
import { waitsForPopup } from './popup.js';
import { store } from './store.js';

const PAGE = 100; // messages a request and a chunk
const GROUP_SECONDS = 300; // within which messages of one author stand together
const NEAR = 900; // pixels from the top at which older messages are asked for

export class MessageList {
  /** hooks: as for messageNode, and toolbar(article, message), label(): the list's name. */
  constructor(hooks) {
    this.hooks = hooks;
    this.entries = []; // {message, node, article}
    this.byArticle = new WeakMap();
    this.status = h('div', { class: 'list-status', role: 'status' });
    this.feed = h('div', { class: 'feed', role: 'feed', 'aria-busy': 'false' });
    this.node = h('div', { class: 'messages', tabindex: '-1' }, this.status, this.feed);
    this.node.addEventListener('scroll', () => this.onScroll(), { passive: true });
    this.feed.addEventListener('keydown', (event) => this.onKey(event));
    for (const type of ['pointerover', 'focusin']) {
      this.feed.addEventListener(type, (event) => this.hover(event.target.closest?.('article'), type === 'focusin'));
    }
    this.arrived = () => this.stick && !waitsForPopup(this.node, this.arrived) && this.toEnd();
    new ResizeObserver(this.arrived).observe(this.feed);
    new ResizeObserver(() => this.stick && this.toEnd()).observe(this.node);
  }

  /** Show a conversation or, with threadTs, a thread. */
  async load(channel, { threadTs = null, label } = {}) {
    Object.assign(this, { channel, threadTs, entries: [], more: false, stick: true });
    this.feed.replaceChildren();
    this.feed.setAttribute('aria-label', label);
    this.status.textContent = 'Loading …';
    const mark = (this.loading = {});
    const page = await this.fetch({});
    if (this.loading !== mark) return;
    this.loading = null;
    this.status.textContent = page.ok ? '' : page.message ?? 'These messages could not be loaded.';
    if (!page.ok) return;
    this.more = page.has_more;
    this.addAll(page.messages);
    this.toEnd();
    if (!this.more && !threadTs) this.status.textContent = this.hooks.beginning?.() ?? '';
  }

  fetch(extra) {
    return api.get('messages', { channel: this.channel, user: store.user, thread_ts: this.threadTs, limit: this.threadTs ? 200 : PAGE, ...extra });
  }

  /** After a lost connection: everything newer, and nothing twice. */
  async catchUp() {
    const page = await this.fetch({});
    if (page.ok) page.messages.forEach((message) => this.upsert(message));
  }

  async older() {
    if (!this.more || this.loading || !this.entries.length) return;
    const mark = (this.loading = {});
    this.feed.setAttribute('aria-busy', 'true');
    const first = this.entries.find((entry) => !entry.message.local);
    const page = await this.fetch({ before: first.message.ts });
    if (this.loading !== mark) return;
    this.loading = null;
    this.feed.setAttribute('aria-busy', 'false');
    if (!page.ok) return;
    this.more = page.has_more;
    this.prepend(page.messages);
    if (!this.more) this.status.textContent = this.hooks.beginning?.() ?? '';
    if (this.node.scrollTop < NEAR) this.older();
  }

  onScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.node;
    this.stick = scrollHeight - scrollTop - clientHeight < 40;
    if (scrollTop < NEAR) this.older();
  }

  /** Who says something wants to see what comes of it, wherever they were reading. */
  follow() {
    this.stick = true;
    this.toEnd();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  chunk() {
    return h('div', { class: 'chunk' });
  }

  addAll(messages) {
    const chunk = this.chunk();
    for (const message of messages) {
      const entry = this.entry(message);
      this.entries.push(entry);
      chunk.append(entry.node);
      this.decorate(this.entries.length - 1);
    }
    this.feed.append(chunk);
    this.recount();
    this.rove(this.entries.at(-1)?.article);
  }

  /** What the reader looks at stays where it is while older messages come in above it. */
  prepend(messages) {
    const known = new Set(this.entries.map((entry) => entry.message.ts));
    const fresh = messages.filter((message) => !known.has(message.ts)).map((message) => this.entry(message));
    if (!fresh.length) return;
    const edge = this.node.getBoundingClientRect().top;
    const anchor = (this.entries.find((entry) => entry.article.getBoundingClientRect().bottom > edge) ?? this.entries[0]).article;
    const before = anchor.getBoundingClientRect().top;
    const chunk = this.chunk();
    chunk.append(...fresh.map((entry) => entry.node));
    this.entries.unshift(...fresh);
    fresh.forEach((_, index) => this.decorate(index));
    this.decorate(fresh.length);
    this.feed.prepend(chunk);
    const moved = anchor.getBoundingClientRect().top - before;
    if (Math.abs(moved) > 1) this.node.scrollTop += moved;
  }

  entry(message) {
    const article = messageNode(message, this.hooks, { thread: Boolean(this.threadTs) });
    const made = { message, article, node: h('div', { class: 'entry' }, article) };
    this.byArticle.set(article, made);
    return made;
  }

  /** Day dividers and grouping depend on the message before. */
  decorate(index) {
    const entry = this.entries[index];
    if (!entry) return;
    const { message, article, node } = entry;
    const last = this.entries[index - 1]?.message;
    const newDay = !last || dayKey(last.ts, store.tz) !== dayKey(message.ts, store.tz);
    node.querySelector('.day')?.remove();
    if (newDay && !this.threadTs) {
      const words = () => dayOf(message.ts, { tz: store.tz, now: store.now() });
      const divider = h('div', { class: 'day', role: 'separator' }, ageing(h('span'), words));
      node.prepend(ageing(divider, words, 'aria-label'));
    }
    node.querySelector('.thread-count')?.remove();
    if (this.threadTs && index === 0 && this.entries.length > 1) node.append(replyCount(this.entries.length - 1));
    const together = !newDay && last && author(last).key === author(message).key && !message.is_ephemeral && !last.is_ephemeral
      && !message.local && !last.local && Number(message.ts) - Number(last.ts) < GROUP_SECONDS && !(this.threadTs && index === 1);
    article.classList.toggle('grouped', Boolean(together));
  }

  /** In a thread the number of replies stands under the parent. */
  recount() {
    if (this.threadTs) this.decorate(0);
  }

  /** Add or replace a message; answers whether it is new here. */
  upsert(message) {
    const found = this.entries.findIndex((entry) => entry.message.ts === message.ts);
    if (found >= 0) {
      this.replace(found, message);
      return false;
    }
    const oldest = this.entries[0]?.message.ts;
    if (this.more && oldest && Number(message.ts) < Number(oldest)) return false;
    let at = this.entries.length;
    while (at > 0 && Number(this.entries[at - 1].message.ts) > Number(message.ts)) at -= 1;
    const entry = this.entry(message);
    this.place(entry, at);
    this.entries.splice(at, 0, entry);
    this.decorate(at);
    this.decorate(at + 1);
    this.recount();
    this.status.textContent ||= '';
    if (at === this.entries.length - 1 && !this.feed.contains(document.activeElement)) this.rove(entry.article);
    if (message.user === store.user) this.stick = true;
    this.arrived();
    return true;
  }

  place(entry, at) {
    const after = this.entries[at];
    const last = this.feed.lastElementChild;
    if (after) after.node.before(entry.node);
    else if (last && last.childElementCount < PAGE) last.append(entry.node);
    else {
      const chunk = this.chunk();
      chunk.append(entry.node);
      this.feed.append(chunk);
    }
  }

  /** A changed message keeps the focus where it was, by the position of the control that had it. */
  replace(index, message) {
    const entry = this.entries[index];
    const inside = entry.article.contains(document.activeElement) ? document.activeElement : null;
    const mark = inside?.dataset?.action;
    const block = inside?.closest?.('.block')?.dataset.block;
    const article = messageNode(message, this.hooks, { thread: Boolean(this.threadTs) });
    article.tabIndex = entry.article.tabIndex;
    entry.article.replaceWith(article);
    Object.assign(entry, { message, article });
    this.byArticle.set(article, entry);
    this.decorate(index);
    if (inside) {
      const same = mark && [...article.querySelectorAll('[data-action]')].find((node) => node.dataset.action === mark && node.closest('.block')?.dataset.block === block);
      (same ?? article).focus({ preventScroll: true });
    }
  }

  remove(ts) {
    const index = this.entries.findIndex((entry) => entry.message.ts === ts);
    if (index < 0) return;
    const [entry] = this.entries.splice(index, 1);
    const focused = entry.node.contains(document.activeElement);
    entry.node.remove();
    this.decorate(index);
    this.recount();
    const next = this.entries[Math.min(index, this.entries.length - 1)]?.article;
    this.rove(next);
    if (focused) next?.focus();
  }

  /** One message at a time is a stop of the Tab key. */
  rove(article) {
    if (!article || this.stop === article) return;
    if (this.stop) this.stop.tabIndex = -1;
    this.stop = article;
    article.tabIndex = 0;
  }

  hover(article, focused) {
    if (!article) return;
    if (focused) this.rove(article);
    const entry = this.byArticle.get(article);
    if (entry) this.hooks.toolbar(article, entry.message);
  }

  onKey(event) {
    const article = event.target.closest('article');
    if (!article) return;
    const at = this.entries.indexOf(this.byArticle.get(article));
    if (event.key === 'Escape') {
      if (event.target === article) this.hooks.leave?.();
      else article.focus();
      event.preventDefault();
      return;
    }
    if (event.target !== article) return;
    const go = (index) => this.entries[Math.min(Math.max(index, 0), this.entries.length - 1)].article.focus();
    const keys = { ArrowUp: () => go(at - 1), ArrowDown: () => go(at + 1), PageUp: () => go(at - 8), PageDown: () => go(at + 8), Home: () => go(0), End: () => go(this.entries.length - 1), ArrowRight: () => !this.threadTs && this.hooks.openThread(this.entries[at].message) };
    if (!keys[event.key]) return;
    keys[event.key]();
    event.preventDefault();
  }
}

const replyCount = (count) => h('div', { class: 'thread-count' }, h('span', {}, `${count} ${count === 1 ? 'reply' : 'replies'}`));
