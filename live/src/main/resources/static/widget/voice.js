// @ts-check
/** What tells of news without being looked at: one sentence for screen readers at most every 5 s, and the tab's title. */

const GAP_MS = 5000;

export class Announcer {
  #region;
  #summary;
  #count = 0;
  #words = '';
  #timer = 0;

  /** @param {HTMLElement} region @param {(count: number) => string} summary */
  constructor(region, summary) {
    this.#region = region;
    this.#summary = summary;
  }

  /** @param {number} count @param {string} words what to say when it stays the only one */
  arrived(count, words) {
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

let unread = 0;
const bare = () => document.title.replace(/^\(\d+\+?\) /, '');

/** Counts what came while nobody looked at the tab. @param {number} count */
export function tabTitle(count) {
  if (!document.hidden) return;
  if (!unread) document.addEventListener('visibilitychange', seen);
  unread += count;
  document.title = `(${unread > 99 ? '99+' : unread}) ${bare()}`;
}

function seen() {
  if (document.hidden) return;
  unread = 0;
  document.title = bare();
  document.removeEventListener('visibilitychange', seen);
}
