// @ts-check
/** The line under a row that is not confirmed: on its way, waiting, or failed with a choice. */
import { button, el, icon } from './dom.js';
import { language, t } from './language.js';
import { sayReason } from './refusal.js';

/** @typedef {import('./outbox.js').Entry} Entry */
/** @typedef {{retry: (entry: Entry) => void, remove: (entry: Entry) => void}} Choices */

/** @param {Entry} entry @param {Choices} choices */
export function pendingLine(entry, choices) {
  if (entry.state !== 'failed') return el('p', 'pending', icon('clock'), t(entry.state));
  const reason = el('span', '', `${t('failed')} ${sayReason(entry.error)}`.trim());
  return el(
    'p',
    'pending failed',
    icon('warn'),
    reason,
    el('span', 'choices', button(t('retry'), () => choices.retry(entry)), button(t('remove'), () => choices.remove(entry))),
  );
}

/** @type {WeakMap<HTMLElement, string>} */
const looks = new WeakMap();

/** @param {HTMLElement} node @param {import('./timeline.js').Shown} row @param {string} rest @returns {boolean} whether it must be drawn */
export function changed(node, row, rest) {
  const look = [row.entry?.state, row.entry?.error, row.mine, row.name, language(), rest].join('\n');
  if (looks.get(node) === look) return false;
  looks.set(node, look);
  return true;
}
