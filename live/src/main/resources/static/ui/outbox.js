// @ts-check
/**
 * What was written here and is not confirmed yet. Each entry is one key of localStorage, written before the text
 * field is emptied and dropped after the server confirmed it.
 */
import { kept, uuid } from './storage.js';

/**
 * @typedef {'waiting' | 'sending' | 'failed'} EntryState
 * @typedef {{cid: string, name: string, text: string, at: number, tries: number, state: EntryState, error: string}} Entry
 */

const LEASE_MS = 75_000;
const RENEW_MS = 20_000;

/*
 * Windows share the storage, so an entry carries a lease of the window that shows it. A window that leaves ends its
 * leases, and a reloaded or another window takes the entries over; after a crash the lease runs out. Should two
 * windows ever hold the same entry, both send the same cid and the server stores it once.
 */
export class Outbox {
  /** @type {Map<string, Entry>} */ #entries = new Map();
  #prefix;

  /** @param {string} scope the post or room @param {() => void} adopted runs when entries of a closed window were found */
  constructor(scope, adopted) {
    this.#prefix = `madang.outbox:${scope}:`;
    this.#adopt();
    setInterval(() => {
      this.#entries.forEach((entry) => this.save(entry));
      if (this.#adopt()) adopted();
    }, RENEW_MS);
    addEventListener('pagehide', () => this.#entries.forEach((entry) => this.#write(entry, 0)));
    addEventListener('pageshow', (event) => event.persisted && this.#entries.forEach((entry) => this.save(entry)));
  }

  /** @returns {Entry[]} oldest first */
  get entries() {
    return [...this.#entries.values()];
  }

  /** @param {string} name @param {string} text @returns {Entry} */
  add(name, text) {
    /** @type {Entry} */
    const entry = { cid: uuid(), name, text, at: Date.now(), tries: 0, state: 'waiting', error: '' };
    this.#entries.set(entry.cid, entry);
    this.save(entry);
    return entry;
  }

  /** @param {string} cid */
  has(cid) {
    return this.#entries.has(cid);
  }

  /** @param {Entry} entry */
  save(entry) {
    this.#write(entry, Date.now() + LEASE_MS);
  }

  /** @param {string} cid */
  drop(cid) {
    this.#entries.delete(cid);
    kept.drop(this.#prefix + cid);
  }

  /** @param {Entry} entry @param {number} lease */
  #write(entry, lease) {
    kept.write(this.#prefix + entry.cid, { ...entry, lease });
  }

  #adopt() {
    const found = kept
      .keys(this.#prefix)
      .map((key) => kept.read(key))
      .filter((e) => e && typeof e.text === 'string' && typeof e.cid === 'string' && !this.has(e.cid) && !(e.lease > Date.now()))
      .sort((a, b) => a.at - b.at);
    for (const { lease, ...entry } of found) {
      if (entry.state !== 'failed') entry.state = 'waiting';
      this.#entries.set(entry.cid, entry);
      this.save(entry);
    }
    return found.length > 0;
  }
}
