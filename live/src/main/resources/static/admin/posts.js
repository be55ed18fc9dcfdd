// @ts-check
/** The posts, the newest first, and what holds for each. */
import { back, reason } from './acts.js';
import { api } from './api.js';
import { button, el } from '../widget/dom.js';
import { language, t } from './language.js';
import { toast } from './toast.js';

/** @typedef {import('./language.js').TextKey} TextKey */
/** @typedef {{post: string, key: string | null, url: string | null, title: string | null, count: number, last: number | null, mode: string, slow: number, review: string, emoji: boolean}} Post */

/** @type {[string, TextKey][]} */
export const MODES = [['open', 'modeOpen'], ['members', 'modeMembers'], ['readonly', 'modeReadonly'], ['closed', 'modeClosed']];
/** @type {[string, TextKey][]} */
export const REVIEWS = [['post', 'reviewPost'], ['first', 'reviewFirst'], ['pre', 'reviewPre']];
/** @type {[string, TextKey][]} */
export const EMOJI = [['false', 'emojiAll'], ['true', 'emojiOnly']];
const SLOW = [0, 5, 10, 30, 60, 300, 600];

/** @returns {import('./admin.js').View} */
export function posts() {
  const list = el('ul', 'rows');
  const empty = el('p', 'center', t('noPosts'));
  empty.hidden = true;
  /** @type {string | null} */
  let next = null;
  const more = button(t('more'), () => load(), 'quiet');
  more.hidden = true;

  async function load() {
    const answer = await api.get('posts', { cursor: next ?? '' });
    if (!answer.ok) {
      toast(reason(answer.code));
      return;
    }
    list.append(.../** @type {Post[]} */ (answer.rows).map(card));
    next = answer.next;
    more.hidden = !next;
    empty.hidden = list.children.length > 0;
  }
  load();
  return { node: el('div', 'page', el('h1', '', t('posts')), list, empty, more) };
}

/** @param {Post} post */
function card(post) {
  const name = post.title ?? post.key ?? post.post;
  const link = post.url && /^https?:/.test(post.url) ? el('a', '', name) : el('b', '', name);
  if (link instanceof HTMLAnchorElement && post.url) {
    link.href = post.url;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  const last = post.last ? new Date(post.last).toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' }) : '–';
  const slow = [...new Set([...SLOW, post.slow])].sort((a, b) => a - b);
  return el('li', 'card post',
    el('div', 'row-head', link, el('span', 'soft', t('comments', post.count)), el('span', 'soft', `${t('last')} ${last}`)),
    el('div', 'choices',
      choice(t('mode'), MODES.map(([value, text]) => [value, t(text)]), post.mode, (mode) => save(post, { mode })),
      choice(t('slow'), slow.map((seconds) => [String(seconds), seconds ? t('seconds', seconds) : t('off')]), String(post.slow), (seconds) => save(post, { slow: Number(seconds) })),
      choice(t('review'), REVIEWS.map(([value, text]) => [value, t(text)]), post.review, (review) => save(post, { review })),
      choice(t('emoji'), EMOJI.map(([value, text]) => [value, t(text)]), String(post.emoji), (emoji) => save(post, { emoji: emoji === 'true' }))));
}

/** @param {string} label @param {[string, string][]} options @param {string} value @param {(value: string, select: HTMLSelectElement) => void} changed */
export function choice(label, options, value, changed) {
  const select = el('select');
  select.append(...options.map(([key, text]) => new Option(text, key, false, key === value)));
  select.addEventListener('change', () => changed(select.value, select));
  return el('label', '', el('span', '', label), select);
}

/** @param {Post} post @param {Record<string, unknown>} patch */
async function save(post, patch) {
  const answer = await api.send('PUT', `settings?post=${post.post}`, patch);
  if (!answer.ok) toast(reason(answer.code));
  else toast(t('saved'), answer.audit ? () => back([answer.audit], () => dispatchEvent(new Event('hashchange'))) : undefined);
}
