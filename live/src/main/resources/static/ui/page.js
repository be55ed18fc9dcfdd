// @ts-check
/** What both pages have around their element: the switches for its language and its theme. */
import { language, onLanguage, speak, switchLanguage, t } from './language.js';
import { kept } from './storage.js';

/** @typedef {import('./language.js').TextKey} TextKey */

/** @template {HTMLElement} [T=HTMLElement] @param {string} id @returns {T} */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element #${id}`);
  return /** @type {T} */ (node);
}

/** Makes the element speak and look as the reader chose. @param {HTMLElement} element @param {() => string} title the page's, without the site's name */
export function dress(element, title) {
  const root = document.documentElement;
  const put = () => {
    speak();
    document.title = `${title()} · Madang`;
    element.dataset.lang = language();
    if (root.dataset.theme) element.dataset.theme = root.dataset.theme;
  };
  put();
  onLanguage(put);
  byId('language').addEventListener('click', switchLanguage);
  byId('theme').addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = element.dataset.theme = dark ? 'light' : 'dark';
    kept.write('madang.theme', root.dataset.theme);
  });
}

export { t };
