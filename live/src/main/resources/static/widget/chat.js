// @ts-check
/** What the chat log is made of: day separators, the unread line, and messages grouped by author. */
import { avatar, el, icon, timeOf } from './dom.js';
import { act, choices } from './menu.js';
import { fill, linked, pendingLine } from './row.js';

/**
 * @typedef {import('./list.js').Item} Item
 * @typedef {{key: string, kind: 'day', at: number} | {key: string, kind: 'unread'} | {key: string, kind: 'row', item: Item, first: boolean} | import('./company.js').Note} Line
 */

const GROUP_MS = 120_000;

/** @param {number} at @returns {string} the reader's own day */
const dayKey = (at) => new Date(at).toDateString();

/** @param {Item[]} items @param {number} seen the seq up to which the reader had read, or -1 @param {import('./company.js').Note[]} notes @returns {Line[]} */
export function linesOf(items, seen, notes) {
  /** @type {Line[]} */
  const lines = [];
  /** @type {Item | undefined} */
  let last;
  let marked = seen < 0;
  let noted = 0;
  for (const item of items) {
    const { row } = item;
    if (row.gone) continue;
    const before = last;
    let between = false;
    for (; before && noted < notes.length && notes[noted].at < row.at; noted++, between = true) lines.push(notes[noted]);
    const newDay = !before || dayKey(before.row.at) !== dayKey(row.at);
    const unread = !marked && row.seq > seen && !item.mine && !item.entry;
    marked ||= unread;
    if (newDay) lines.push({ key: `day ${dayKey(row.at)}`, kind: 'day', at: row.at });
    if (unread) lines.push({ key: 'unread', kind: 'unread' });
    const goesOn = before && !newDay && !unread && !between && before.row.by?.key === row.by?.key && row.at - before.row.at < GROUP_MS;
    lines.push({ key: item.key, kind: 'row', item, first: !goesOn });
    last = item;
  }
  return [...lines, ...notes.slice(noted)];
}

/** @param {import('./row.js').Context} context @param {boolean} fresh */
export const drawChat = (context, fresh) => (/** @type {Line} */ line, /** @type {HTMLElement | undefined} */ old) => {
  const { words } = context;
  if (line.kind === 'row') return message(line, old ?? el('div', fresh ? 'message arriving' : 'message'), context);
  const text = line.kind === 'unread' ? words.unread : line.kind === 'note' ? line.text : dayName(line.at, words);
  const node = old ?? el('div', line.kind, el('span'));
  if (node.textContent !== text) node.firstElementChild?.replaceChildren(text);
  return node;
};

/** @param {number} at @param {import('./dom.js').Words} words */
function dayName(at, words) {
  if (dayKey(at) === dayKey(Date.now())) return words.today;
  if (dayKey(at) === dayKey(Date.now() - 86_400_000)) return words.yesterday;
  return new Date(at).toLocaleDateString(words.tag, { dateStyle: 'full' });
}

/** @param {Extract<Line, {kind: 'row'}>} line @param {HTMLElement} node @param {import('./row.js').Context} context */
function message({ item, first }, node, context) {
  const { row, entry, mine, held } = item;
  const { words, thread, open } = context;
  node.classList.toggle('mine', mine);
  node.classList.toggle('first', first);
  node.classList.toggle('unsent', entry !== undefined);
  node.dataset.id = row.id;
  fill(node, [row.text, row.by, row.edited, entry, first, mine, held, thread.moderates, thread.mayWrite, open.get(row.id)], () => {
    const name = row.by?.name ?? '';
    const head = el('div', first ? 'head' : 'head unseen', el('strong', 'name', mine ? words.you : name), ' ', timeOf(row.at, words, true));
    const kind = row.by?.kind;
    if (kind && kind !== 'guest') head.append(' ', el('span', kind === 'user' ? 'badge' : 'badge role', words[kind]));
    const body = el('div', 'body', head, el('p', 'bubble', ...linked(row.text ?? '')));
    if (held) body.append(el('p', 'pending', icon('clock'), words.held));
    if (entry) body.append(pendingLine(entry, context));
    if (!entry) {
      const more = act('more', icon('dots'), () => (open.has(row.id) ? open.delete(row.id) : open.set(row.id, 'more'), context.redraw()), words.more);
      more.classList.add('tiny');
      more.ariaExpanded = String(open.has(row.id));
      const nodes = choices(context, item, null);
      body.append(more, ...(nodes.length ? [el('div', 'actions', ...nodes)] : []));
    }
    return [...(mine ? [] : [avatar(name)]), body];
  });
  return node;
}

/** A message that stands above the others. @param {import('./dom.js').Words} words */
export const pin = (words) => (/** @type {{key: string, row: import('./thread.js').Row}} */ { row }, /** @type {HTMLElement | undefined} */ old) => {
  const node = old ?? el('details', 'pinned');
  fill(node, [row.text, row.by?.name], () => [
    el('summary', '', icon('pin'), el('span', 'unseen', words.pinned), el('span', 'name', row.by?.name ?? ''), el('span', 'soft line', row.text ?? '')),
    el('p', 'text', ...linked(row.text ?? '')),
  ]);
  return node;
};
