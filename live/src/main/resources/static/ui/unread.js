// @ts-check
/** The line above the first message that came while the reader was away; where the reader stopped survives a visit. */
import { kept } from './storage.js';

/** @typedef {import('./timeline.js').Row} Row */

export class Unread {
  /** The row below the line, or empty. */
  id = '';
  #key;
  #seen;
  #stale = true;

  /** @param {string} scope */
  constructor(scope) {
    this.#key = `madang.seen:${scope}`;
    this.#seen = Number(kept.read(this.#key)) || 0;
  }

  /** Rows came while nobody looked: draws the line, unless one stands that was not reached yet. @param {Row[]} rows @param {(id: string) => boolean} isMine */
  arrived(rows, isMine) {
    if (!this.#stale && this.id) return;
    const first = this.#seen ? rows.find(({ id, seq }) => (seq ?? 0) > this.#seen && !isMine(id)) : undefined;
    if (!first) return;
    this.id = first.id;
    this.#stale = false;
  }

  /** The reader has everything up to here before the eyes. @param {number} seq */
  seen(seq) {
    this.#stale = true;
    if (seq === this.#seen) return;
    this.#seen = seq;
    kept.write(this.#key, seq);
  }

  clear() {
    this.id = '';
  }
}
