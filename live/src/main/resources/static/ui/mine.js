// @ts-check
/** The ids of rows written in this window; a reload keeps them. */
import { own } from './storage.js';

const MOST = 500;

export class Mine {
  #key;
  /** @type {Set<string>} */ #ids;

  /** @param {string} scope */
  constructor(scope) {
    this.#key = `madang.mine:${scope}`;
    const saved = own.read(this.#key);
    this.#ids = new Set(Array.isArray(saved) ? saved : []);
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {string} id */
  add(id) {
    this.#ids.add(id);
    own.write(this.#key, [...this.#ids].slice(-MOST));
  }
}
