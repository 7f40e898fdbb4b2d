// The home tab of an app: https://docs.slack.dev/surfaces/app-home
import { h } from './dom.js';
import { api } from './api.js';
import { renderBlocks } from './blocks.js';
import { Form } from './form.js';
import { report } from './notices.js';
import { context, store } from './store.js';

let form = new Form();

/** Draw what the app published for this user into home; a new version of it keeps what was filled in. */
export function drawHome(home, view, openChannel) {
  if (!view) {
    home.replaceChildren(h('p', { class: 'empty' }, 'This app has nothing on its home yet.'));
    return;
  }
  const typed = home.dataset.view === view.id ? form.values() : null;
  const mine = new Form();
  form = mine;
  home.dataset.view = view.id;
  const body = (more) => ({ user: store.user, view_id: view.id, ...more });
  const ctx = context({
    form: mine, surface: 'home',
    act: (more) => api.post('click', body({ state: mine.values(), ...more })).then(report),
    suggest: async (more) => {
      const answer = report(await api.post('suggest', body(more)));
      return answer.ok ? answer : null;
    },
  }, openChannel);
  home.replaceChildren(h('div', { class: 'home-blocks' }, renderBlocks(view.blocks, ctx)));
  if (typed) mine.restore(typed);
}
