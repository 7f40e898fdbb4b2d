// Modals: a stack of views in one dialog; the top one shows, the others keep what was typed in them.
// https://docs.slack.dev/surfaces/modals
import { bdi, h } from './dom.js';
import { api } from './api.js';
import { renderBlocks } from './blocks.js';
import { openDialog } from './dialog.js';
import { Form } from './form.js';
import { closePopup } from './popup.js';
import { words } from './text.js';
import { avatar } from './message.js';
import { report } from './notices.js';
import { context, store } from './store.js';

export class Views {
  constructor({ openChannel }) {
    this.openChannel = openChannel;
    this.stack = []; // {view, form, values}
    this.dialog = null;
  }

  get top() {
    return this.stack.at(-1);
  }

  /** The whole stack, as after loading the page. */
  reset(views) {
    this.dropAll();
    for (const view of views ?? []) this.opened(view, null);
  }

  opened(view, order) {
    this.keep();
    this.stack = this.stack.filter((one) => one.view.id !== view.id);
    this.stack.push({ view, form: new Form(), values: null });
    this.settle(order);
    this.draw();
  }

  updated(view, order) {
    const found = this.stack.find((one) => one.view.id === view.id);
    if (!found) return this.opened(view, order);
    if (found === this.top) found.values = found.form.values();
    found.view = view;
    this.settle(order);
    if (found === this.top) this.draw();
  }

  closed(viewId, order) {
    const before = this.top;
    this.stack = this.stack.filter((one) => one.view.id !== viewId);
    this.settle(order);
    if (this.top !== before) this.draw();
  }

  /** The server's list of ids is the truth about what is open. */
  settle(order) {
    if (order) this.stack = this.stack.filter((one) => order.includes(one.view.id)).sort((a, b) => order.indexOf(a.view.id) - order.indexOf(b.view.id));
  }

  keep() {
    if (this.top) this.top.values = this.top.form.values();
  }

  dropAll() {
    this.stack = [];
    this.draw();
  }

  draw() {
    closePopup();
    if (!this.top) {
      this.dialog?.close();
      this.dialog = null;
      return;
    }
    const { view } = this.top;
    const focus = this.focusMark();
    if (!this.dialog) {
      this.dialog = openDialog({ title: '', body: '', onDismiss: () => this.dismiss(), className: 'modal' });
      this.dialog.node.querySelector('.dialog-body').after(h('div', { class: 'dialog-foot' }));
    }
    const app = store.apps.find((one) => one.app_id === view.app_id);
    const node = this.dialog.node;
    this.dialog.heading.replaceChildren(app ? avatar(app.name, { size: 24, isApp: true }) : '', bdi(words(view.title)));
    node.querySelector('.dialog-body').replaceChildren(this.form(view));
    node.querySelector('.dialog-foot').replaceChildren(...this.buttons(view));
    if (this.top.values) this.top.form.restore(this.top.values);
    this.focusFirst(focus, view);
  }

  /** Where the focus is, as something that outlives a redraw of the same view. */
  focusMark() {
    const active = document.activeElement;
    if (!this.dialog?.node.contains(active) || this.drawn !== this.top.view.id) return null;
    return { action: active.closest('[data-action]')?.dataset.action, block: active.closest('.block')?.dataset.block };
  }

  focusFirst(mark, view) {
    this.drawn = view.id;
    const body = this.dialog.node.querySelector('.dialog-body');
    const same = mark?.block && [...body.querySelectorAll('.block')].find((one) => one.dataset.block === mark.block)?.querySelector(`[data-action="${CSS.escape(mark.action ?? '')}"]`);
    if (same) return same.focus();
    if (this.top.form.wantsFocus) return this.top.form.wantsFocus.focus();
    const first = body.querySelector('input:not([type=hidden]), textarea, .select, button') ?? this.dialog.node.querySelector('.dialog-foot button');
    first?.focus();
    body.scrollTop = 0;
  }

  form(view) {
    const { form } = this.top;
    form.clear();
    const ctx = context({
      form, surface: 'modal',
      act: async (body) => report(await api.post('click', { user: store.user, view_id: view.id, state: form.values(), ...body })),
      suggest: async (body) => {
        const answer = report(await api.post('suggest', { user: store.user, view_id: view.id, ...body }));
        return answer.ok ? answer : null;
      },
    }, this.openChannel);
    const node = h('form', { class: 'view', id: 'view-form', on: { submit: (event) => {
      event.preventDefault();
      this.submit(view);
    } } }, renderBlocks(view.blocks, ctx));
    this.banner = h('div', { class: 'view-error', role: 'alert' });
    node.prepend(this.banner);
    return node;
  }

  buttons(view) {
    const close = h('button', { type: 'button', class: 'btn', on: { click: () => this.close(view) } }, view.close ? words(view.close) : view.submit ? 'Cancel' : 'Close');
    if (!view.submit) return [close];
    this.button = h('button', { type: 'submit', form: 'view-form', class: 'btn btn-primary', disabled: view.submit_disabled === true }, words(view.submit));
    return [close, this.button];
  }

  async submit(view) {
    if (this.button?.hasAttribute('aria-busy')) return;
    const { form } = this.top;
    const button = this.button;
    this.banner.textContent = '';
    form.showErrors({});
    button?.setAttribute('aria-busy', 'true');
    const answer = await api.post('submit', { user: store.user, view_id: view.id, values: form.values() });
    button?.removeAttribute('aria-busy');
    if (answer.response_action === 'errors') {
      const shown = form.showErrors(answer.errors ?? {});
      if (!shown) this.banner.textContent = Object.values(answer.errors ?? {}).join(' ');
    } else if (!answer.ok) {
      this.failed(answer.message ?? 'We had some trouble connecting. Try again?');
    } else if (answer.response_action === null || answer.response_action === undefined) {
      this.closed(view.id, null);
    } else if (answer.response_action === 'clear') {
      this.dropAll();
    }
  }

  /** A notice about the view that shows stands in it. */
  failed(text) {
    if (!this.top) return false;
    this.banner.textContent = text;
    return true;
  }

  async close(view) {
    this.closed(view.id, null);
    await api.post('close', { user: store.user, view_id: view.id });
  }

  /** Escape goes back one view; the cross of the top view closes that one too. */
  dismiss() {
    if (this.top) this.close(this.top.view);
  }
}
