// @ts-check
/**
 * What was written here and is not confirmed yet, and its way to the server: one at a time and in order, while the
 * line is open. Each entry is one key of localStorage, written before the text field is emptied and dropped after the
 * server confirmed it.
 */
import { kept, uuid } from './storage.js';

/**
 * @typedef {{cid: string, text: string, parent?: string, at: number, tries: number, state: 'waiting' | 'sending' | 'failed', error: string}} Entry
 * @typedef {{deliver: (entry: Entry) => Promise<any>, arrived: (entry: Entry, answer: any) => void, changed: () => void,
 *   slowed: (ms: number) => void, banned: (until: number) => void}} Hooks
 */

const LEASE_MS = 75_000;
const RENEW_MS = 20_000;
const SILENT_LIMIT = 3;
const TROUBLE_MS = 5000;

/*
 * Windows share the storage, so an entry carries a lease of the window that shows it. A window that leaves ends its
 * leases, and a reloaded or another window takes the entries over; after a crash the lease runs out. Should two
 * windows ever hold the same entry, both send the same cid and the server stores it once.
 *
 * "Too fast" and trouble of the server mean waiting and sending again, silence means asking again with the same cid,
 * any other refusal leaves the entry as failed for the writer to decide.
 */
export class Outbox {
  /** @type {Map<string, Entry>} */ #entries = new Map();
  #prefix;
  #hooks;
  #open = false;
  #busy = false;
  #pause = 0;
  #silent = 0;
  #timer = 0;
  #bye = () => this.#entries.forEach((entry) => this.#save(entry, 0));
  #back = (/** @type {PageTransitionEvent} */ event) => event.persisted && this.#entries.forEach((entry) => this.#save(entry));

  /** @param {string} scope the server and the post's key @param {Hooks} hooks */
  constructor(scope, hooks) {
    this.#prefix = `madang.outbox:${scope}:`;
    this.#hooks = hooks;
    this.#adopt();
    this.#timer = setInterval(() => {
      this.#entries.forEach((entry) => this.#save(entry));
      if (this.#adopt()) this.#go();
    }, RENEW_MS);
    addEventListener('pagehide', this.#bye);
    addEventListener('pageshow', this.#back);
  }

  /** Leaves the entries for who comes next. */
  end() {
    this.close();
    clearInterval(this.#timer);
    removeEventListener('pagehide', this.#bye);
    removeEventListener('pageshow', this.#back);
    this.#bye();
  }

  /** @returns {Entry[]} oldest first */
  get entries() {
    return [...this.#entries.values()];
  }

  /** @param {string} text @param {string} [parent] */
  add(text, parent) {
    /** @type {Entry} */
    const entry = { cid: uuid(), text, parent, at: Date.now(), tries: 0, state: 'waiting', error: '' };
    this.#entries.set(entry.cid, entry);
    this.#save(entry);
    this.#hooks.changed();
    void this.#next();
  }

  /** @param {Entry} entry */
  drop(entry) {
    this.#entries.delete(entry.cid);
    kept.drop(this.#prefix + entry.cid);
  }

  /** @param {Entry} entry */
  retry(entry) {
    this.#mark(entry, 'waiting');
    void this.#next();
  }

  /** The way is open: everything that waits is sent, also what the server left without an answer before. */
  open() {
    this.#open = true;
    for (const entry of this.#entries.values()) if (entry.error === 'silent') this.#mark(entry, 'waiting');
    this.#go();
  }

  close() {
    this.#open = false;
    clearTimeout(this.#pause);
    this.#pause = this.#silent = 0;
  }

  #go() {
    this.#pause = 0;
    this.#hooks.changed();
    void this.#next();
  }

  async #next() {
    if (!this.#open || this.#busy || this.#pause) return;
    const entry = this.entries.find(({ state }) => state === 'waiting');
    if (!entry) return;
    this.#busy = true;
    entry.tries++;
    this.#mark(entry, 'sending');
    const answer = await this.#hooks.deliver(entry).catch(() => null);
    this.#busy = false;
    if (!this.#entries.has(entry.cid) && !answer?.ok) return void this.#next();
    if (answer?.ok) {
      this.#silent = 0;
      this.drop(entry);
      this.#hooks.arrived(entry, answer);
    } else if (answer) this.#refused(entry, answer);
    else this.#unanswered(entry);
    void this.#next();
  }

  /** @param {Entry} entry @param {any} answer */
  #refused(entry, { code, error, retryAfter, until }) {
    if (code === 'banned') this.#hooks.banned(Number(until) || Infinity);
    const later = ['too_fast', 'slow'].includes(code);
    if (!later && code !== 'unavailable') return this.#mark(entry, 'failed', String(error ?? code ?? ''));
    const wait = Number(retryAfter) || TROUBLE_MS;
    this.#wait(entry, wait);
    if (later) this.#hooks.slowed(wait);
  }

  /** @param {Entry} entry */
  #unanswered(entry) {
    if (!this.#open) return this.#mark(entry, 'waiting');
    if (++this.#silent < SILENT_LIMIT) return this.#wait(entry, 1000 * this.#silent);
    this.#silent = 0;
    this.#mark(entry, 'failed', 'silent');
  }

  /** @param {Entry} entry @param {number} ms */
  #wait(entry, ms) {
    this.#mark(entry, 'waiting');
    if (this.#open) this.#pause = setTimeout(() => this.#go(), ms);
  }

  /** @param {Entry} entry @param {Entry['state']} state @param {string} [error] */
  #mark(entry, state, error = '') {
    entry.state = state;
    entry.error = error;
    this.#save(entry);
    this.#hooks.changed();
  }

  /** @param {Entry} entry @param {number} [lease] */
  #save(entry, lease = Date.now() + LEASE_MS) {
    if (this.#entries.has(entry.cid)) kept.write(this.#prefix + entry.cid, { ...entry, lease });
  }

  #adopt() {
    const found = kept
      .keys(this.#prefix)
      .map((key) => kept.read(key))
      .filter((e) => typeof e?.text === 'string' && typeof e.cid === 'string' && !this.#entries.has(e.cid) && !(e.lease > Date.now()))
      .sort((a, b) => a.at - b.at);
    for (const { lease, ...entry } of found) {
      if (entry.state !== 'failed') entry.state = 'waiting';
      this.#entries.set(entry.cid, entry);
      this.#save(entry);
    }
    return found.length > 0;
  }
}
