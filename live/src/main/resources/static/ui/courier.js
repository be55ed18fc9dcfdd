// @ts-check
/**
 * Carries the outbox to the server, one entry at a time and in order, while the way is open. "Too fast" and trouble
 * of the server mean waiting and sending again, silence means asking again with the same cid, any other refusal
 * leaves the entry as failed for the writer to decide.
 */
import { reasonOf } from './refusal.js';

/** @typedef {import('./outbox.js').Entry} Entry */

const SLOW_MS = 2500;
const TROUBLE_MS = 5000;
const SILENT_LIMIT = 3;

export class Courier {
  #outbox;
  #hooks;
  #open = false;
  #busy = false;
  #pause = 0;
  #silent = 0;

  /**
   * @param {import('./outbox.js').Outbox} outbox
   * @param {{deliver: (entry: Entry) => Promise<any>, arrived: (entry: Entry, answer: any) => void,
   *   changed: () => void, slowed: (ms: number) => void}} hooks
   */
  constructor(outbox, hooks) {
    this.#outbox = outbox;
    this.#hooks = hooks;
  }

  /** The way is open: everything that waits is sent, also what the server left without an answer before. */
  open() {
    this.#open = true;
    for (const entry of this.#outbox.entries) {
      if (entry.state === 'failed' && entry.error === 'errSilent') this.#mark(entry, 'waiting');
    }
    this.#go();
  }

  close() {
    this.#open = false;
    clearTimeout(this.#pause);
    this.#pause = 0;
    this.#silent = 0;
  }

  /** Something was added. */
  nudge() {
    void this.#next();
  }

  /** @param {Entry} entry */
  retry(entry) {
    this.#mark(entry, 'waiting');
    this.nudge();
  }

  #go() {
    this.#pause = 0;
    void this.#next();
  }

  async #next() {
    if (!this.#open || this.#busy || this.#pause) return;
    const entry = this.#outbox.entries.find(({ state }) => state === 'waiting');
    if (!entry) return;
    this.#busy = true;
    entry.tries++;
    this.#mark(entry, 'sending');
    const answer = await this.#hooks.deliver(entry).catch(() => null);
    this.#busy = false;
    if (answer?.ok) {
      this.#silent = 0;
      this.#outbox.drop(entry.cid);
      this.#hooks.arrived(entry, answer);
    } else if (answer) this.#refused(entry, answer);
    else this.#unanswered(entry);
    void this.#next();
  }

  /** @param {Entry} entry @param {any} answer */
  #refused(entry, answer) {
    const reason = reasonOf(answer);
    if (reason !== 'errFast' && reason !== 'errServer') return this.#mark(entry, 'failed', reason);
    const wait = reason === 'errFast' ? Number(answer.retryAfter) || SLOW_MS : TROUBLE_MS;
    this.#wait(entry, wait);
    if (reason === 'errFast') this.#hooks.slowed(wait);
  }

  /** @param {Entry} entry */
  #unanswered(entry) {
    if (!this.#open) return this.#mark(entry, 'waiting');
    if (++this.#silent < SILENT_LIMIT) return this.#wait(entry, 1000 * this.#silent);
    this.#silent = 0;
    this.#mark(entry, 'failed', 'errSilent');
  }

  /** @param {Entry} entry @param {number} ms */
  #wait(entry, ms) {
    this.#mark(entry, 'waiting');
    if (this.#open) this.#pause = setTimeout(() => this.#go(), ms);
  }

  /** @param {Entry} entry @param {import('./outbox.js').EntryState} state @param {string} [error] */
  #mark(entry, state, error = '') {
    entry.state = state;
    entry.error = error;
    this.#outbox.save(entry);
    this.#hooks.changed();
  }
}
