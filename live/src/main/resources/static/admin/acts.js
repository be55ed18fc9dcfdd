// @ts-check
/** Doing something to comments, their authors or settings, with a word about it and the way back. */
import { api } from './api.js';
import { t } from './language.js';
import { toast } from './toast.js';

/** @typedef {import('./language.js').TextKey} TextKey */
/** @typedef {{post: string, id: string}} Item */

/** @type {Record<string, TextKey>} */
const codes = { conflict: 'conflict', not_found: 'notFound', unknown_author: 'unknownAuthor', unavailable: 'unavailable', offline: 'offline', forbidden: 'forbidden' };

/** What an answer that refuses says. @param {string} code @returns {string} */
export function reason(code) {
  return t(codes[code] ?? 'failed');
}

/**
 * @param {string} action @param {Item[]} items @param {TextKey} done what to say, with the number
 * @param {{seconds?: number, undone?: () => void}} [more]
 * @returns {Promise<Set<string>>} the ids of those that it was not done to
 */
export async function act(action, items, done, { seconds = 0, undone } = {}) {
  const answer = await api.send('POST', 'act', { action, seconds, items });
  if (!answer.ok) {
    toast(reason(answer.code));
    return new Set(items.map(({ id }) => id));
  }
  /** @type {{id: string, code: string}[]} */
  const failed = answer.failed;
  const worst = failed[0];
  const text = worst ? reason(worst.code) : t(done, items.length - failed.length);
  toast(text, answer.done.length ? () => back(answer.done, undone) : undefined);
  return new Set(failed.map(({ id }) => id));
}

/** @param {string[]} entries @param {() => void} [undone] */
export async function back(entries, undone) {
  const answer = await api.send('POST', 'undo', { entries });
  toast(answer.ok ? (answer.failed.length ? reason(answer.failed[0].code) : t('undone')) : reason(answer.code));
  undone?.();
}
