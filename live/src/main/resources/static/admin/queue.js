// @ts-check
/** What waits for a moderator: new comments come in by themselves, and keys decide about them. */
import { act } from './acts.js';
import { api } from './api.js';
import { listen } from './feed.js';
import { avatar, button, el, reconcile } from '../widget/dom.js';
import { language, t } from './language.js';
import { undoLast } from './toast.js';

/** @typedef {import('./language.js').TextKey} TextKey */
/**
 * A comment that waits.
 * @typedef {{id: string, post: string, title: string | null, url: string | null, state: string, name: string, member: boolean, text: string, at: number, reports: string[]}} Waits
 */

const STATES = /** @type {const} */ (['pending', 'reported', 'hidden', 'shadowed']);
const GATHER_MS = 150;

/** @returns {import('./admin.js').View} */
export function queue() {
  /** @type {typeof STATES[number]} */
  let state = 'pending';
  /** @type {Waits[]} */
  let rows = [];
  /** @type {string | null} */
  let next = null;
  /** @type {Set<string>} */
  const chosen = new Set();
  let at = 0;
  let timer = 0;
  let asked = 0;

  const tabs = el('div', 'tabs');
  tabs.role = 'group';
  tabs.ariaLabel = t('states');
  const all = el('input');
  all.type = 'checkbox';
  const bulk = el('div', 'bulk');
  const list = el('ul', 'rows');
  const empty = el('p', 'center', '');
  const more = button(t('more'), () => load(next), 'quiet');
  const keys = el('p', 'keys', t('keys'));
  const node = el('div', 'page', el('h1', '', t('queue')), tabs, bulk, list, empty, more, keys);

  for (const one of STATES) {
    const tab = button(t(one), () => choose(one), 'tab');
    tab.dataset.state = one;
    tabs.append(tab);
  }
  const buttons = [button(t('approve'), () => decide('approve', picked()), 'solid'), button(t('hide'), () => decide('hide', picked()), 'quiet'), button(t('ban'), () => decide('ban', picked()), 'quiet bad')];
  const label = el('label', 'check', all, el('span', '', t('all')));
  bulk.append(label, ...buttons);
  all.addEventListener('change', () => {
    chosen.clear();
    if (all.checked) rows.forEach(({ id }) => chosen.add(id));
    draw();
  });

  const picked = () => rows.filter(({ id }) => chosen.has(id));

  /** @param {typeof STATES[number]} one */
  function choose(one) {
    state = one;
    rows = [];
    chosen.clear();
    at = 0;
    load();
  }

  /** The newest, or what follows a cursor. @param {string | null} [cursor] */
  async function load(cursor = null) {
    const question = ++asked;
    const answer = await api.get('queue', { state, cursor: cursor ?? '' });
    if (question !== asked || !answer.ok) return;
    const fresh = /** @type {Waits[]} */ (answer.rows);
    if (cursor) {
      rows = [...rows, ...fresh];
      next = answer.next;
    } else {
      const oldest = fresh.at(-1)?.id ?? '';
      const older = answer.next ? rows.filter(({ id }) => id < oldest) : [];
      const focused = rows[at]?.id;
      rows = [...fresh, ...older];
      if (!older.length) next = answer.next;
      at = Math.max(0, rows.findIndex(({ id }) => id === focused));
    }
    draw();
  }

  function draw() {
    for (const tab of tabs.children) tab.ariaPressed = String(/** @type {HTMLElement} */ (tab).dataset.state === state);
    for (const id of [...chosen]) if (!rows.some((row) => row.id === id)) chosen.delete(id);
    const some = chosen.size > 0;
    for (const one of buttons) one.disabled = !some;
    if (buttons[0]) buttons[0].textContent = t(state === 'hidden' ? 'restore' : state === 'reported' ? 'keep' : 'approve');
    if (buttons[1]) buttons[1].hidden = state === 'hidden';
    all.checked = some && chosen.size === rows.length;
    all.indeterminate = some && chosen.size < rows.length;
    bulk.hidden = rows.length === 0;
    keys.hidden = rows.length === 0;
    reconcile(list, rows.map((row) => ({ key: `${row.id} ${row.state} ${row.reports.length}`, row })), ({ row }, old) => old ?? card(row));
    rows.forEach((row, i) => {
      const item = /** @type {HTMLElement | undefined} */ (list.children[i]);
      item?.classList.toggle('at', i === at);
      const check = item?.querySelector('input');
      if (check) check.checked = chosen.has(row.id);
    });
    empty.textContent = t(state === 'pending' ? 'nothingPending' : 'nothing');
    empty.hidden = rows.length > 0;
    more.hidden = !next;
  }

  /** @param {Waits} row */
  function card(row) {
    const check = el('input');
    check.type = 'checkbox';
    check.ariaLabel = t('choose', row.name);
    check.addEventListener('change', () => {
      if (check.checked) chosen.add(row.id);
      else chosen.delete(row.id);
      draw();
    });
    const time = el('time', 'soft', new Date(row.at).toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' }));
    const where = row.url ? el('a', 'where', row.title ?? row.url) : el('span', 'where', row.title ?? row.post);
    if (where instanceof HTMLAnchorElement && row.url && /^https?:/.test(row.url)) {
      where.href = row.url;
      where.target = '_blank';
      where.rel = 'noopener noreferrer';
    }
    const head = el('div', 'row-head', check, avatar(row.name), el('b', '', row.name), row.member ? el('span', 'badge', t('member')) : '', time, where);
    const reports = row.reports.length ? el('p', 'reports', `${t('reports', row.reports.length)} ${row.reports.filter(Boolean).join(' · ')}`) : '';
    const acts = el('div', 'acts',
      state === 'hidden' ? button(t('restore'), () => decide('approve', [row]), 'quiet') : button(t(state === 'reported' ? 'keep' : 'approve'), () => decide('approve', [row]), 'quiet'),
      state === 'hidden' ? '' : button(t('hide'), () => decide('hide', [row]), 'quiet'),
      button(t('timeout'), () => decide('timeout', [row]), 'quiet'),
      button(t('shadow'), () => decide('shadow', [row]), 'quiet'),
      button(t('ban'), () => decide('ban', [row]), 'quiet bad'));
    const item = el('li', 'card waits', head, el('p', 'text', row.text), reports, acts);
    item.tabIndex = -1;
    item.addEventListener('focusin', () => {
      at = rows.findIndex(({ id }) => id === row.id);
      for (const other of list.children) other.classList.toggle('at', other === item);
    });
    return item;
  }

  /** @param {'approve' | 'hide' | 'ban' | 'timeout' | 'shadow'} what @param {Waits[]} on */
  async function decide(what, on) {
    if (!on.length) return;
    const items = on.map(({ post, id }) => ({ post, id }));
    const restore = what === 'approve' && state === 'hidden';
    const personal = what === 'ban' || what === 'timeout' || what === 'shadow';
    const said = /** @type {TextKey} */ (restore ? 'restored' : { approve: 'approved', hide: 'hidden_', ban: 'banned', timeout: 'timedOut', shadow: 'shadowed_' }[what]);
    const failed = await act(restore ? 'restore' : what, items, said, { seconds: what === 'timeout' ? 3600 : 0, undone: () => load() });
    if (!personal) {
      const gone = new Set(items.map(({ id }) => id).filter((id) => !failed.has(id)));
      rows = rows.filter(({ id }) => !gone.has(id));
      at = Math.min(at, Math.max(0, rows.length - 1));
    }
    chosen.clear();
    draw();
    if (!personal) focus();
  }

  function focus() {
    const item = /** @type {HTMLElement | undefined} */ (list.children[at]);
    item?.focus({ preventScroll: true });
    item?.scrollIntoView({ block: 'nearest' });
  }

  const leave = listen({
    queue: () => {
      clearTimeout(timer);
      timer = setTimeout(() => load(), GATHER_MS);
    },
  });
  draw();
  load();

  return {
    node,
    leave() {
      leave();
      clearTimeout(timer);
      asked++;
    },
    key(event) {
      const row = rows[at];
      const some = chosen.size ? picked() : row ? [row] : [];
      /** @type {Record<string, () => void>} */
      const acts = {
        j: () => move(1),
        k: () => move(-1),
        a: () => decide('approve', some),
        h: () => decide('hide', some),
        b: () => decide('ban', some),
        u: () => undoLast(),
        x: () => {
          if (row && !chosen.delete(row.id)) chosen.add(row.id);
          draw();
        },
      };
      const known = acts[event.key];
      if (known) {
        event.preventDefault();
        known();
      }
    },
  };

  /** @param {number} by */
  function move(by) {
    at = Math.min(Math.max(at + by, 0), Math.max(0, rows.length - 1));
    draw();
    focus();
  }
}
