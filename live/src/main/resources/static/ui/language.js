// @ts-check
/** The language of the page: chosen by the switch, else by the browser; fills the marked elements and answers `t`. */
import { texts } from './texts.js';
import { kept } from './storage.js';

/** @typedef {keyof typeof texts.ko} TextKey */

const stored = kept.read('madang.language');
/** @type {'ko' | 'en'} */
let current = stored === 'ko' || stored === 'en' ? stored : navigator.language.startsWith('ko') ? 'ko' : 'en';
/** @type {Set<() => void>} */
const listeners = new Set();

export const language = () => current;

/** @param {TextKey} key @param {any} [value] @returns {string} */
export function t(key, value) {
  const text = texts[current][key];
  return typeof text === 'function' ? text(value) : text;
}

/** @param {() => void} listener runs after each change of the language */
export function onLanguage(listener) {
  listeners.add(listener);
}

export function switchLanguage() {
  current = current === 'ko' ? 'en' : 'ko';
  kept.write('madang.language', current);
  speak();
  listeners.forEach((listener) => listener());
}

/** Fills `data-text` (content), `data-label` (accessible name and tooltip) and `data-hint` (placeholder). */
export function speak() {
  document.documentElement.lang = current;
  document.documentElement.removeAttribute('data-unspoken');
  for (const node of document.querySelectorAll('[data-text], [data-label], [data-hint]')) {
    const { text, label, hint } = /** @type {HTMLElement} */ (node).dataset;
    if (text) node.textContent = t(/** @type {TextKey} */ (text));
    if (label) {
      node.setAttribute('aria-label', t(/** @type {TextKey} */ (label)));
      if (node instanceof HTMLButtonElement) node.title = t(/** @type {TextKey} */ (label));
    }
    if (hint) node.setAttribute('placeholder', t(/** @type {TextKey} */ (hint)));
  }
}
