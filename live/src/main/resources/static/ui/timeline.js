// @ts-check
/** The confirmed rows of a post or room in the server's order, each id once, and their weave with what is still being sent. */

/**
 * @typedef {{key: string, id: string, name: string, text: string, at: number, seq?: number, placed: boolean}} Row
 *   a confirmed row; `placed` is false while its place is only guessed from our own confirmation
 * @typedef {{key: string, id: string, name: string, text: string, at: number, mine: boolean,
 *   entry?: import('./outbox.js').Entry}} Shown
 */

const CLOCKS_APART_MS = 120_000;
const TWIN_WINDOW = 300;

export class Timeline {
  /** @type {Row[]} */ rows = [];
  /** @type {Map<string, Row>} */ #byId = new Map();

  get last() {
    return this.rows.at(-1);
  }

  /** The server's word on a row, in order. @param {Row} row @returns {boolean} whether it was not known */
  add(row) {
    const known = this.#byId.get(row.id);
    if (known) {
      if (known.placed) return false;
      this.rows.splice(this.rows.indexOf(known), 1);
      row.key = known.key;
    }
    this.#insert(row);
    return !known;
  }

  /** Our own row was confirmed; its place is final when the server's `add` comes. @param {Row} row */
  settle(row) {
    if (!this.#byId.has(row.id)) this.#insert({ ...row, placed: false });
  }

  /**
   * A fresh page of the newest rows. Rows before it stay when the page overlaps what we have.
   * @param {Row[]} page @returns {number} how many rows of it were not known
   */
  replace(page) {
    const fresh = page.filter(({ id }) => !this.#byId.has(id)).length;
    const ids = new Set(page.map(({ id }) => id));
    const overlap = this.rows.findIndex(({ id }) => ids.has(id));
    const before = overlap > 0 && this.rows[overlap].id === page[0].id ? this.rows.slice(0, overlap) : [];
    const pending = this.rows.filter(({ id, placed }) => !placed && !ids.has(id));
    for (const row of page) row.key = this.#byId.get(row.id)?.key ?? row.key;
    this.rows = [...before.filter(({ placed }) => placed), ...page, ...pending];
    this.#byId = new Map(this.rows.map((row) => [row.id, row]));
    return fresh;
  }

  /** Forgets the oldest rows beyond `most`. @param {number} most */
  trim(most) {
    for (const { id } of this.rows.splice(0, this.rows.length - most)) this.#byId.delete(id);
  }

  /** @param {Row} row */
  #insert(row) {
    if (row.key !== row.id && this.rows.some(({ key }) => key === row.key)) row.key = row.id;
    let place = this.rows.length;
    if (row.seq !== undefined) while (place > 0 && (this.rows[place - 1].seq ?? 0) > row.seq) place--;
    else if (!row.placed) while (place > 0 && this.rows[place - 1].at > row.at + CLOCKS_APART_MS) place--;
    this.rows.splice(place, 0, row);
    this.#byId.set(row.id, row);
  }
}

/*
 * When the connection broke after the server stored a comment and before it told us, the row comes back in the list
 * while our entry still waits. The entry is sent again and answered with that row; until then it is not drawn twice.
 */
/**
 * @param {Row[]} rows @param {import('./outbox.js').Entry[]} entries @param {(id: string) => boolean} isMine
 * @returns {Shown[]}
 */
export function weave(rows, entries, isMine) {
  const twins = new Set();
  const recent = rows.slice(-TWIN_WINDOW).filter(({ id }) => !isMine(id));
  const keys = new Set(rows.map(({ key }) => key));
  const pending = entries.filter((entry) => {
    if (keys.has(entry.cid)) return false;
    if (entry.tries === 0 || entry.state === 'failed') return true;
    const twin = recent.find(
      (row) => !twins.has(row.id) && row.text === entry.text && row.name === entry.name && row.at > entry.at - CLOCKS_APART_MS,
    );
    if (twin) twins.add(twin.id);
    return !twin;
  });
  return [
    ...rows.map((row) => ({ ...row, mine: twins.has(row.id) || isMine(row.id) })),
    ...pending.map((entry) => ({ key: entry.cid, id: '', name: entry.name, text: entry.text, at: entry.at, mine: true, entry })),
  ];
}
