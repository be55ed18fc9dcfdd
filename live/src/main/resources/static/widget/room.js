// @ts-check
/** What a chat has beyond a list of comments: its log, the pinned messages, who is there, and floods. */
import { drawChat, linesOf, pin } from './chat.js';
import { Company } from './company.js';
import { reconcile } from './dom.js';
import { Flood } from './flood.js';

const MOST_MESSAGES = 300;
const MOST_KEPT = 1000;
const CALM_MS = 1100;

/** @typedef {(name: string) => HTMLElement} Part */

export class Room {
  #context;
  #follow;
  #part;
  #company;
  #flood;

  /** @param {import('./row.js').Context} context @param {import('./follow.js').Follow} follow @param {Part} part */
  constructor(context, follow, part) {
    this.#context = context;
    this.#follow = follow;
    this.#part = part;
    this.#company = new Company(context.words, part('people'));
    this.#flood = new Flood(part('box'));
  }

  /** Whether the reader holds the list while rows pour in. */
  get paused() {
    return this.#flood.paused;
  }

  /** @param {{count: number, people: import('./company.js').Person[]}} said */
  people(said) {
    this.#company.hear(said, this.#context.thread.me?.key ?? '');
    this.#context.redraw();
  }

  /** The reader goes to the newest. */
  jumps() {
    this.#flood.release();
    this.#context.redraw();
  }

  down() {
    this.#company.forget();
  }

  /** @param {import('./thread.js').Row[]} rows */
  came(rows) {
    this.#flood.came(rows);
  }

  /** @param {import('./list.js').Item[]} items @param {number} seen the seq up to which the reader had read, or -1 @param {boolean} first */
  draw(items, seen, first) {
    const { thread, words, redraw } = this.#context;
    const flood = this.#flood;
    const { following } = this.#follow;
    if (flood.rate === 0 || !following) flood.calm();
    else setTimeout(redraw, CALM_MS);
    if (flood.paused && following && !first) this.#follow.hold();
    const shown = items.filter(({ row }) => !flood.left.has(row.id));
    const lines = linesOf(following ? shown.slice(-MOST_MESSAGES) : shown, seen, this.#company.notes);
    reconcile(this.#part('feed'), lines, drawChat(this.#context, !first && flood.drew() === 0));
    if (following) thread.trim(MOST_KEPT);
    const pinned = [...thread.rows.values()].filter((row) => row.pinned && !row.gone).sort((a, b) => a.seq - b.seq);
    this.#part('pins').hidden = !pinned.length;
    reconcile(this.#part('pins'), pinned.map((row) => ({ key: row.id, row })), pin(words));
  }
}
