// @ts-check
/** A chat that pours: it is drawn four times a second, at most twenty rows a second, and stands still under the reader's pointer. */

const BATCH_MS = 250;
const PER_BATCH = 5;
const FAST = 5;
const SPAN_MS = 1000;

/*
 * What is left out is only not drawn: the rows are there, and whoever scrolls up, or comes back after the flood, has them.
 * Left out are the older rows of a batch, so the end of the list is always the newest.
 */
export class Flood {
  /** Rows that are not drawn. @type {Set<string>} */ left = new Set();
  /** @type {{id: string, at: number}[]} */ #lately = [];
  #drawnAt = 0;
  #under = false;

  /** @param {HTMLElement} box the list under the pointer */
  constructor(box) {
    // A pill that goes away leaves the pointer above the list, but nobody put it there.
    box.addEventListener('pointermove', (event) => {
      if (event.pointerType === 'mouse' && (event.movementX || event.movementY)) this.#under = true;
    });
    box.addEventListener('pointerleave', () => (this.#under = false));
  }

  /** How many rows came within the last second. */
  get rate() {
    return this.#lately.filter(({ at }) => at > performance.now() - SPAN_MS).length;
  }

  /** Whether the reader holds the list while rows pour in. */
  get paused() {
    return this.#under && this.rate > FAST;
  }

  /** @param {{id: string}[]} rows what just came */
  came(rows) {
    const now = performance.now();
    this.#lately = [...this.#lately.filter(({ at }) => at > now - SPAN_MS), ...rows.map(({ id }) => ({ id, at: now }))];
    const fresh = this.#lately.filter(({ at, id }) => at > this.#drawnAt && !this.left.has(id));
    if (this.rate > FAST) for (const { id } of fresh.slice(0, -PER_BATCH)) this.left.add(id);
  }

  /** Rows were drawn. @returns {number} how long the next batch waits, in ms */
  drew() {
    this.#drawnAt = performance.now();
    return this.rate > FAST ? BATCH_MS : 0;
  }

  /** The reader wants to see what comes: the pointer counts again once it moves. */
  release() {
    this.#under = false;
  }

  /** The flood is over, or the reader goes back: everything is drawn. */
  calm() {
    this.left.clear();
  }
}
