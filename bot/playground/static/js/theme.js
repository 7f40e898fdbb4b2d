// Light and dark: as the system says, until the person chooses.
import { icon } from './icons.js';

const KEY = 'playground-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export function setUpTheme(button) {
  const chosen = () => document.documentElement.dataset.theme;
  const isDark = () => (chosen() ? chosen() === 'dark' : dark.matches);
  const paint = () => {
    const next = isDark() ? 'light' : 'dark';
    button.replaceChildren(icon(isDark() ? 'sun' : 'moon'));
    button.setAttribute('aria-label', `Switch to the ${next} theme`);
    button.title = `Switch to the ${next} theme`;
  };
  let saved = null;
  try {
    saved = localStorage.getItem(KEY);
  } catch { /* storage may be switched off */ }
  if (saved === 'light' || saved === 'dark') document.documentElement.dataset.theme = saved;
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, chosen());
    } catch { /* then the choice lasts until the page is left */ }
    paint();
  });
  dark.addEventListener('change', paint);
  paint();
}
