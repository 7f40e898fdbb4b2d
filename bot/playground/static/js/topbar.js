// The bar on top: the day and how to move it on, who one is and how to be somebody else.
import { bdi, h } from './dom.js';
import { api } from './api.js';
import { dayOf } from './dates.js';
import { icon } from './icons.js';
import { avatar } from './message.js';
import { report } from './notices.js';
import { openMenu } from './popup.js';
import { store } from './store.js';

const $ = (id) => document.getElementById(id);
const LONG_AGO = 3 * 86400; // from where today is a weekday and a date, not the word today

export function drawDay() {
  const words = dayOf(store.now(), { tz: store.tz, now: store.now() - LONG_AGO });
  $('day').replaceChildren(h('b', {}, `Day ${store.day}`), h('span', { class: 'day-date' }, ` · ${words}`));
  $('next-day').hidden = !store.canNextDay;
}

export async function nextDay() {
  const button = $('next-day');
  const label = button.querySelector('span');
  if (button.hasAttribute('aria-busy')) return;
  button.setAttribute('aria-busy', 'true');
  label.textContent = 'A day passes …';
  report(await api.post('next_day', {}));
  label.textContent = 'Next day';
  button.removeAttribute('aria-busy');
}

export function drawUser() {
  const name = store.nameOf(store.user);
  $('user-button').replaceChildren(avatar(name, { size: 24, color: store.me?.color }), bdi(name), icon('down', 14));
  $('user-button').setAttribute('aria-label', `You are ${name}. Switch user`);
}

/** become(id): show the workspace as that person. */
export function userMenu(become) {
  const people = [...store.users.values()].filter((user) => !user.is_bot);
  openMenu($('user-button'), [people.map((user) => ({
    label: store.nameOf(user.id), description: user.tz, checked: user.id === store.user, onSelect: () => become(user.id),
  }))], { label: 'Switch user' });
}
