// @ts-check
/** A word at the edge of the page about what was done, and for some seconds the way back. */
import { button, el } from '../widget/dom.js';
import { t } from './language.js';

const STAYS_MS = 8000;

/** @type {(() => void) | undefined} */
let back;

/** @param {string} text @param {() => void} [undo] */
export function toast(text, undo) {
  const box = document.getElementById('toasts');
  const node = el('div', 'toast', el('span', '', text));
  back = undo;
  if (undo) node.append(button(t('undo'), () => undoLast(), 'quiet'));
  box?.replaceChildren(node);
  setTimeout(() => {
    node.remove();
    if (back === undo) back = undefined;
  }, STAYS_MS);
}

/** Takes back what the last toast told, while it is there. */
export function undoLast() {
  const undo = back;
  back = undefined;
  document.getElementById('toasts')?.replaceChildren();
  undo?.();
}
