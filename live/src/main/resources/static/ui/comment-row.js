// @ts-check
/** One comment as an article of the feed, and the keys to walk from one to the next. */
import { avatar, el } from './dom.js';
import { t } from './language.js';
import { changed, pendingLine } from './pending.js';
import { timeOf } from './time.js';

/** @typedef {import('./timeline.js').Shown & {index: number, fresh: boolean}} CommentItem */

/** @param {import('./pending.js').Choices} choices */
export const drawComment = (choices) => (/** @type {CommentItem} */ row, /** @type {HTMLElement | undefined} */ old) => {
  const node = old ?? el('article', row.fresh ? 'comment arriving' : 'comment');
  if (!old) node.tabIndex = -1;
  node.setAttribute('aria-posinset', String(row.index + 1));
  node.setAttribute('aria-setsize', '-1');
  if (!changed(node, row, '')) return node;
  node.classList.toggle('unsent', row.entry !== undefined);
  node.setAttribute('aria-label', row.name);
  const head = el('header', 'head', el('strong', 'name', row.name));
  if (row.mine) head.append(el('span', 'badge', t('you')));
  if (!row.entry) head.append(timeOf(row.at, 'ago'));
  const body = el('div', 'body', head, el('p', 'text', row.text));
  if (row.entry) body.append(pendingLine(row.entry, choices));
  node.replaceChildren(avatar(row.name), body);
  return node;
};

/** Page Up and Page Down walk the feed, as its role promises; one article is in the tab order. @param {HTMLElement} feed */
export function walkable(feed) {
  const rows = () => /** @type {HTMLElement[]} */ ([...feed.children]);
  feed.addEventListener('keydown', (event) => {
    const here = /** @type {HTMLElement} */ (event.target).closest('article');
    if (!here || (event.key !== 'PageDown' && event.key !== 'PageUp')) return;
    const next = event.key === 'PageDown' ? here.nextElementSibling : here.previousElementSibling;
    event.preventDefault();
    if (next instanceof HTMLElement) next.focus();
  });
  feed.addEventListener('focusin', (event) => {
    const here = /** @type {HTMLElement} */ (event.target).closest('article');
    for (const row of rows()) row.tabIndex = row === here ? 0 : -1;
  });
  return () => {
    const all = rows();
    if (!all.some((row) => row.tabIndex === 0) && all.length) all[all.length - 1].tabIndex = 0;
  };
}
