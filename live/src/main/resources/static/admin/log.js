// @ts-check
/** What was done, the newest first, each with the way back. */
import { back, reason } from './acts.js';
import { api } from './api.js';
import { button, el } from '../widget/dom.js';
import { language, t } from './language.js';
import { toast } from './toast.js';

/** @typedef {import('./language.js').TextKey} TextKey */
/** @typedef {{id: string, at: number, by: string, action: string, post: string | null, comment: string | null, name: string | null, seconds: number, undoes: string | null}} Entry */

/** @type {Record<string, TextKey>} */
const actions = {
  hide: 'didHide', restore: 'didRestore', approve: 'didApprove', reject: 'didReject', pin: 'didPin', unpin: 'didUnpin',
  timeout: 'didTimeout', ban: 'didBan', shadow: 'didShadow', unban: 'didUnban', settings: 'didSettings',
};

/** @returns {import('./admin.js').View} */
export function log() {
  const list = el('ul', 'rows');
  const empty = el('p', 'center', t('nothing'));
  empty.hidden = true;
  /** @type {Entry[]} */
  let rows = [];
  /** @type {string | null} */
  let next = null;
  const more = button(t('more'), () => load(), 'quiet');
  more.hidden = true;

  async function load() {
    const answer = await api.get('log', { cursor: next ?? '' });
    if (!answer.ok) {
      toast(reason(answer.code));
      return;
    }
    rows = [...rows, ...answer.rows];
    next = answer.next;
    const undone = new Set(rows.map(({ undoes }) => undoes));
    list.replaceChildren(...rows.map((row) => line(row, undone.has(row.id))));
    more.hidden = !next;
    empty.hidden = rows.length > 0;
  }

  function again() {
    rows = [];
    next = null;
    load();
  }

  /** @param {Entry} row @param {boolean} undone */
  function line(row, undone) {
    const at = el('time', 'soft', new Date(row.at).toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'medium' }));
    const by = row.by === 'reports' ? t('readers') : row.by;
    const what = t(actions[row.action] ?? 'didSettings') + (row.seconds ? ` (${t('seconds', row.seconds)})` : '');
    const on = row.name ?? (row.post ? `${row.post.slice(0, 8)}…${row.comment ? ` / ${row.comment.slice(-8)}` : ''}` : t('site'));
    const state = undone ? el('span', 'badge', t('wasUndone')) : button(t('undo'), () => back([row.id], again), 'quiet');
    return el('li', 'card line-of-log', at, el('b', '', by), el('span', '', row.undoes ? `${t('undid')} · ${what}` : what), el('span', 'soft', on), state);
  }

  load();
  return { node: el('div', 'page', el('h1', '', t('log')), list, empty, more) };
}
