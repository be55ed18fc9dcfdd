// @ts-check
/** The dashboard's language, which is that of the other pages: fills the marked elements and answers `t`. */
import { kept } from '../ui/storage.js';
import { texts } from './texts.js';

/** @typedef {keyof typeof texts.ko} TextKey */

const stored = kept.read('madang.language');
/** @type {'ko' | 'en'} */
let current = stored === 'ko' || stored === 'en' ? stored : navigator.language.startsWith('ko') ? 'ko' : 'en';

export const language = () => current;

/** @param {TextKey} key @param {any} [value] @returns {string} */
export function t(key, value) {
  const text = texts[current][key];
  return typeof text === 'function' ? /** @type {(value: any) => string} */ (text)(value) : text;
}

export function switchLanguage() {
  current = current === 'ko' ? 'en' : 'ko';
  kept.write('madang.language', current);
  speak();
}

/** Fills `data-text` (content) and `data-label` (accessible name and tooltip). */
export function speak() {
  document.documentElement.lang = current;
  document.documentElement.removeAttribute('data-unspoken');
  for (const node of document.querySelectorAll('[data-text], [data-label]')) {
    const { text, label } = /** @type {HTMLElement} */ (node).dataset;
    if (text) node.textContent = t(/** @type {TextKey} */ (text));
    if (label) node.setAttribute('aria-label', t(/** @type {TextKey} */ (label)));
  }
}
