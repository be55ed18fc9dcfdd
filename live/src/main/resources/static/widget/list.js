// @ts-check
/** What the reader sees of a thread: roots in the chosen order, replies below them, and what is still being sent. */

/**
 * @typedef {import('./thread.js').Row} Row
 * @typedef {import('./outbox.js').Entry} Entry
 * @typedef {{key: string, row: Row, entry?: Entry, held: boolean, mine: boolean, to: string}} Shown
 *   `to`: whom a reply below a reply answers
 * @typedef {Shown & {replies: Shown[], missing: number, index: number}} Item
 */

const CLOCKS_APART_MS = 120_000;

/** @param {import('./thread.js').Thread} thread @param {Entry[]} entries @returns {Item[]} */
export function itemsOf(thread, entries) {
  /** @type {Map<string, Shown[]>} */
  const branches = new Map();
  /** @type {Shown[]} */
  const roots = [];
  const all = [...[...thread.rows.values()].sort((a, b) => a.seq - b.seq), ...thread.held.values()];
  const rowsOf = (/** @type {string | undefined} */ id) => (id ? (thread.rows.get(id) ?? thread.held.get(id)) : undefined);
  for (const row of all) {
    const root = rowsOf(row.root);
    const to = row.parent !== row.root ? (rowsOf(row.parent)?.by?.name ?? '') : '';
    const shown = { key: thread.keys.get(row.id) ?? row.id, row, held: thread.held.has(row.id), mine: thread.isMine(row), to };
    if (root) branches.set(root.id, [...(branches.get(root.id) ?? []), shown]);
    else roots.push(shown);
  }
  for (const entry of unsent(thread, entries)) {
    const parent = rowsOf(entry.parent);
    const root = rowsOf(parent?.root) ?? parent;
    const shown = { key: entry.cid, row: rowFor(thread, entry), entry, held: false, mine: true, to: '' };
    if (root) branches.set(root.id, [...(branches.get(root.id) ?? []), shown]);
    else roots.push(shown);
  }
  return sorted(thread, roots)
    .map((shown) => {
      const known = branches.get(shown.row.id) ?? [];
      const replies = known.filter(({ row }) => !row.gone);
      const missing = shown.row.root ? 0 : Math.max(0, (shown.row.replies ?? 0) - replies.filter(({ entry, held }) => !entry && !held).length);
      return { ...shown, replies, missing, index: 0 };
    })
    .filter(({ row, replies, missing }) => !row.gone || replies.length + missing > 0)
    .map((item, index) => ({ ...item, index }));
}

/** @param {import('./thread.js').Thread} thread @param {Shown[]} roots by seq, then held and unsent ones */
function sorted(thread, roots) {
  const pinned = thread.flat ? [] : roots.filter(({ row }) => row.pinned && !row.gone);
  const rest = roots.filter((shown) => !pinned.includes(shown));
  const loaded = (/** @type {Shown} */ { row, entry, held }) => held || entry !== undefined || row.seq >= thread.low;
  if (thread.order === 'live') return [...pinned, ...rest.filter(loaded)];
  if (thread.order === 'newest') return [...pinned, ...rest.filter(loaded).reverse()];
  const { ids, next } = thread.view;
  const place = new Map(ids.map((id, index) => [id, index]));
  const placeOf = (/** @type {Shown} */ { row }) => place.get(row.id) ?? Infinity;
  const there = (/** @type {Shown} */ shown) => place.has(shown.row.id) || shown.held || shown.entry !== undefined || (next == null && ids.length > 0);
  return [...pinned, ...rest.filter(there).sort((a, b) => placeOf(a) - placeOf(b) || 0)];
}

/** @param {import('./thread.js').Thread} thread @param {Entry} entry @returns {Row} */
function rowFor({ me, name, known }, { text, at, parent }) {
  const kind = /** @type {any} */ (known ? me?.role.replace('member', 'user') : 'guest');
  return { id: '', seq: Infinity, rev: 0, parent, by: { key: me?.key ?? '', name, kind }, text, at, up: 0, down: 0 };
}

/*
 * When the connection broke after the server stored a comment and before it told us, the row comes back in the list
 * while our entry still waits. The entry is sent again and answered with that row; until then it is not drawn twice.
 */
/** @param {import('./thread.js').Thread} thread @param {Entry[]} entries */
function unsent(thread, entries) {
  const twins = new Set();
  const keys = new Set(thread.keys.values());
  return entries.filter((entry) => {
    if (keys.has(entry.cid)) return false;
    if (entry.tries === 0 || entry.state === 'failed') return true;
    for (const row of [...thread.rows.values(), ...thread.held.values()]) {
      if (twins.has(row.id) || thread.keys.has(row.id) || !thread.isMine(row)) continue;
      if (row.text === entry.text && row.at > entry.at - CLOCKS_APART_MS) {
        twins.add(row.id);
        return false;
      }
    }
    return true;
  });
}
