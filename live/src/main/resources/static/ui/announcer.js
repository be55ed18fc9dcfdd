// @ts-check
/** Speaks to screen readers: what arrived, in one sentence and at most every 5 s, never each row of a flood. */
import { byId } from './dom.js';

const GAP_MS = 5000;

export class Announcer {
  #region = byId('announcer');
  #count = 0;
  #words = '';
  #timer = 0;
  #summary;

  /** @param {(count: number) => string} summary */
  constructor(summary) {
    this.#summary = summary;
  }

  /** @param {number} count @param {string} words what to say when it stays the only one */
  arrived(count, words) {
    if (count === 0) return;
    this.#count += count;
    this.#words = words;
    if (!this.#timer) this.#speak();
  }

  /** @param {string} words */
  say(words) {
    this.#region.textContent = words;
  }

  #speak() {
    this.#timer = 0;
    if (this.#count === 0) return;
    this.say(this.#count === 1 ? this.#words : this.#summary(this.#count));
    this.#count = 0;
    this.#timer = setTimeout(() => this.#speak(), GAP_MS);
  }
}
