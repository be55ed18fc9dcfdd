// @ts-check
/** What the chat log is made of: day separators, the unread line, and messages grouped by author. */
import { avatar, el } from './dom.js';
import { language, t } from './language.js';
import { changed, pendingLine } from './pending.js';
import { dayKey, dayName, timeOf } from './time.js';

/**
 * @typedef {import('./timeline.js').Shown} Shown
 * @typedef {{key: string, kind: 'day', at: number} | {key: string, kind: 'unread'}
 *   | {key: string, kind: 'row', row: Shown, first: boolean, fresh: boolean}} ChatItem
 */

const GROUP_MS = 120_000;

/**
 * @param {Shown[]} rows @param {string} unreadId the row above which the unread line stands, or empty
 * @param {boolean} fresh whether new rows appear with motion @returns {ChatItem[]}
 */
export function chatItems(rows, unreadId, fresh) {
  /** @type {ChatItem[]} */
  const items = [];
  /** @type {Shown | undefined} */
  let before;
  for (const row of rows) {
    const newDay = !before || dayKey(before.at) !== dayKey(row.at);
    const line = row.id !== '' && row.id === unreadId;
    if (newDay) items.push({ key: `day ${dayKey(row.at)}`, kind: 'day', at: row.at });
    if (line) items.push({ key: 'unread', kind: 'unread' });
    const goesOn = before && !newDay && !line && before.name === row.name && before.mine === row.mine && row.at - before.at < GROUP_MS;
    items.push({ key: row.key, kind: 'row', row, first: !goesOn, fresh });
    before = row;
  }
  return items;
}

/** @param {import('./pending.js').Choices} choices */
export const drawChat = (choices) => (/** @type {ChatItem} */ item, /** @type {HTMLElement | undefined} */ old) => {
  if (item.kind === 'row') return message(item, old, choices);
  const text = item.kind === 'day' ? dayName(item.at) : t('unread');
  const node = old ?? el('div', item.kind, el('span'));
  if (node.textContent !== text) node.firstElementChild?.replaceChildren(text);
  return node;
};

/** @param {Extract<ChatItem, {kind: 'row'}>} item @param {HTMLElement | undefined} old @param {import('./pending.js').Choices} choices */
function message({ row, first, fresh }, old, choices) {
  const node = old ?? el('div', fresh ? 'message arriving' : 'message');
  if (!changed(node, row, String(first))) return node;
  node.classList.toggle('mine', row.mine);
  node.classList.toggle('first', first);
  node.classList.toggle('unsent', row.entry !== undefined);
  const head = el('div', first ? 'head' : 'head unseen', el('strong', 'name', row.mine ? t('you') : row.name), ' ', timeOf(row.at, 'clock'));
  const bubble = el('p', 'bubble', row.text);
  bubble.title = new Date(row.at).toLocaleString(language(), { dateStyle: 'long', timeStyle: 'short' });
  const body = el('div', 'body', head, bubble);
  if (row.entry) body.append(pendingLine(row.entry, choices));
  node.replaceChildren(...(row.mine ? [] : [avatar(row.name)]), body);
  return node;
}
