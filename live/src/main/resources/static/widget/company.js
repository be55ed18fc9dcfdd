// @ts-check
/** Who is in a chat room: the list behind the number of people, and the lines of who came and went. */
import { avatar, el } from './dom.js';

const MOST_LINES = 20;

/** @typedef {{key: string, name: string, kind: string}} Person */
/** @typedef {{key: string, kind: 'note', at: number, text: string}} Note */

export class Company {
  /** @type {Note[]} */ notes = [];
  /** @type {Map<string, Person> | null} */ #here = null;
  #words;
  #node;
  #count = 0;

  /** @param {import('./dom.js').Words} words @param {HTMLElement} node a `details` with its summary and a list */
  constructor(words, node) {
    this.#words = words;
    this.#node = node;
  }

  /*
   * The server names people as long as they are few. The first list is who was here before; what differs later came or went.
   */
  /** @param {{count: number, people: Person[]}} said @param {string} me */
  hear({ count, people }, me) {
    const now = people.length ? new Map(people.map((person) => [person.key, person])) : null;
    if (now && this.#here) {
      for (const person of now.values()) if (!this.#here.has(person.key) && person.key !== me) this.#note(this.#words.came(person.name), person.key);
      for (const person of this.#here.values()) if (!now.has(person.key) && person.key !== me) this.#note(this.#words.went(person.name), person.key);
    }
    this.#here = now;
    this.#count = count;
    this.#draw(me);
  }

  /** The line was lost: who is here is not known. */
  forget() {
    this.#here = null;
  }

  /** @param {string} text @param {string} who */
  #note(text, who) {
    const at = Date.now();
    this.notes = [...this.notes, { key: `note ${who} ${at}`, kind: /** @type {const} */ ('note'), at, text }].slice(-MOST_LINES);
  }

  /** @param {string} me */
  #draw(me) {
    const list = /** @type {HTMLElement} */ (this.#node.querySelector('ul'));
    const people = [...(this.#here?.values() ?? [])];
    const more = this.#count - people.length;
    list.replaceChildren(
      ...people.map(({ key, name }) => el('li', '', avatar(name), el('span', 'name', name), ...(key === me ? [el('span', 'badge', this.#words.you)] : []))),
      ...(more > 0 ? [el('li', 'soft', this.#words.others(more))] : []),
    );
  }
}
