// @ts-check
/** One post as the server tells it: its rows by id, the head they stand at, and the questions about them. No elements here. */
import { kept } from './storage.js';

/**
 * @typedef {{key: string, name: string, kind: 'guest' | 'user' | 'moderator' | 'owner'}} By
 * @typedef {{id: string, seq: number, rev: number, parent?: string, root?: string, by?: By, text?: string, at: number,
 *   edited?: number, pinned?: boolean, up: number, down: number, replies?: number, gone?: 'author' | 'moderator'}} Row
 * @typedef {'live' | 'newest' | 'oldest' | 'best'} Order
 * @typedef {{changed: () => void, news: (rows: Row[]) => void, ready: () => void,
 *   people: (said: {count: number, people: By[]}) => void}} Hooks
 */

const LOAD_MS = 10_000;
const TYPING_MS = 4000;
const AGAIN_MS = 3000;

export class Thread {
  /** @type {Map<string, Row>} */ rows = new Map();
  /** Own rows that others do not see yet. @type {Map<string, Row>} */ held = new Map();
  /** The names that elements know rows by, where it is not the id. @type {Map<string, string>} */ keys = new Map();
  /** @type {'loading' | 'ready' | 'failed'} */ phase = 'loading';
  failure = '';
  post = '';
  count = 0;
  viewers = 0;
  /** @type {'open' | 'members' | 'readonly' | 'closed'} */ mode = 'open';
  /** Until when this person may not write, in ms; 0 for no ban. */ banned = 0;
  slow = 0;
  emoji = false;
  /** @type {{key: string, name: string, role: string} | null} */ me = null;
  /** @type {{names: string[], more: number}} */ typing = { names: [], more: 0 };
  /** @type {Order} */ order = 'live';
  /** What `oldest` and `best` have loaded. @type {{ids: string[], next: any}} */ view = { ids: [], next: null };
  /** Roots before this one are not loaded, as far as `live` and `newest` know. */ low = 0;
  /** @type {any} */ next = null;
  busy = false;
  /** @type {Record<string, -1 | 0 | 1>} */ votes;
  #epoch = 0;
  #rev = 0;
  #heard = 0;
  #catching = false;
  #known = false;
  #away = false;
  /** @type {Map<string, any>} */ #branches = new Map();
  /** @type {[string, any][] | null} */ #early = null;
  #typingEnd = 0;
  #retry = 0;
  #asked;
  #line;
  #hooks;
  #scope;

  /** @param {import('./line.js').Line} line @param {{post?: string, key?: string, view?: string, url?: string, title?: string}} asked @param {string} scope @param {Hooks} hooks */
  constructor(line, asked, scope, hooks) {
    this.#line = line;
    this.#asked = asked;
    this.#hooks = hooks;
    this.#scope = `madang.votes:${scope}`;
    this.votes = kept.read(this.#scope) ?? {};
    this.post = asked.post ?? '';
  }

  /** What new comments will be signed with. */
  get name() {
    return this.known ? (this.me?.name ?? '') : this.#line.name;
  }

  /** Whether the host page says who this is. */
  get known() {
    return (this.me?.role ?? 'guest') !== 'guest';
  }

  /** Whether it is a chat's one list. */
  get flat() {
    return this.#asked.view === 'flat';
  }

  get moderates() {
    return ['owner', 'moderator'].includes(this.me?.role ?? '');
  }

  /** Whether this person's comments would be taken. */
  get mayWrite() {
    if (this.moderates) return true;
    if (this.banned > Date.now()) return false;
    return this.mode === 'open' || (this.mode === 'members' && this.me?.role === 'member');
  }

  /** @param {Row} row */
  isMine(row) {
    return row.by !== undefined && row.by.key === this.me?.key;
  }

  /** Whether everything that was ever written at the top level is loaded. */
  get whole() {
    return this.order === 'oldest' || this.order === 'best' ? this.view.next == null : this.next == null;
  }

  /** Begins with the page that the server wrote, before there is a line. @param {any} page */
  start(page) {
    this.post = page.post;
    this.#page(page);
  }

  /** @param {any} said */
  #rules({ mode, slow, emoji }) {
    this.mode = mode ?? 'open';
    this.slow = Number(slow) || 0;
    this.emoji = Boolean(emoji);
  }

  async join() {
    clearTimeout(this.#retry);
    this.#away = false;
    this.#early = [];
    const where = this.#known ? { epoch: this.#epoch, rev: this.#rev, served: this.me ? undefined : true } : {};
    const answer = await this.#line.ask('join', { ...this.#asked, ...where }, LOAD_MS).catch(() => null);
    if (!answer?.ok) {
      if (this.#line.up && !this.#away) this.#failed(answer);
      return;
    }
    this.post = String(answer.post);
    this.#rules(answer);
    this.me = answer.me ?? null;
    this.count = Number(answer.count) || 0;
    this.viewers = Number(answer.viewers) || this.viewers;
    this.held = new Map((answer.held ?? []).map((/** @type {Row} */ row) => [row.id, row]));
    const early = this.#early ?? [];
    this.#early = null;
    for (const [event, value] of early) this.hear(event, value);
    if (answer.changes && !answer.reload) this.#take(answer.changes, answer.rev);
    this.phase = 'ready';
    this.#hooks.ready();
    this.#hooks.changed();
  }

  /** The tab was hidden for long: no pushes until the next join. */
  leave() {
    this.#away = true;
    this.#line.tell('leave', { post: this.post });
  }

  down() {
    clearTimeout(this.#retry);
    this.typing = { names: [], more: 0 };
  }

  /** @param {string} event @param {any} value */
  hear(event, value) {
    if (this.#early && value?.post !== this.post) this.#early.push([event, value]);
    if (value?.post !== this.post) return;
    if (event === 'page') this.#page(value);
    else if (event === 'changes') this.#changes(value);
    else if (event === 'viewers') this.viewers = Number(value.count) || 0;
    else if (event === 'settings') this.#rules(value);
    else if (event === 'people') this.#hooks.people(value);
    else this.#types(value);
    this.#hooks.changed();
  }

  /** @param {{names: string[], keys: string[], more?: number}} said */
  #types({ names, keys, more = 0 }) {
    this.typing = { names: names.filter((_, index) => keys[index] !== this.me?.key), more };
    clearTimeout(this.#typingEnd);
    this.#typingEnd = setTimeout(() => {
      this.typing = { names: [], more: 0 };
      this.#hooks.changed();
    }, TYPING_MS);
  }

  /** @param {any} page */
  #page({ epoch, rev, count, rows, pinned = [], next }) {
    const last = Math.max(0, ...[...this.rows.values()].map(({ seq }) => seq));
    const before = this.rows;
    this.rows = new Map([...pinned, ...rows].map((/** @type {Row} */ row) => [row.id, row]));
    const news = this.#known ? rows.filter((/** @type {Row} */ row) => row.seq > last && !before.has(row.id) && !row.gone) : [];
    this.#epoch = epoch;
    this.#rev = this.#heard = rev;
    this.count = count;
    this.next = next;
    this.low = next == null || !rows.length ? 0 : rows[0].seq;
    this.#branches.clear();
    if (this.#known && this.view.ids.length) void this.sort(this.order);
    this.#known = true;
    this.phase = 'ready';
    this.#tellNews(news);
  }

  /** @param {{from: number, rev: number, rows: Row[], count: number}} push */
  #changes({ from, rev, rows, count }) {
    if (rev <= this.#rev) return;
    this.count = count;
    if (from <= this.#rev && !this.#catching) return this.#take(rows, rev);
    this.#heard = Math.max(this.#heard, rev);
    void this.#catchUp();
  }

  /** @param {Row[]} rows in the order of rev @param {number} rev where they lead */
  #take(rows, rev) {
    /** @type {Row[]} */
    const news = [];
    for (const row of rows) if (this.#put(row) && !row.gone) news.push(row);
    this.#rev = Math.max(this.#rev, rev);
    this.#heard = Math.max(this.#heard, rev);
    this.#tellNews(news);
  }

  /** @param {Row[]} rows */
  #tellNews(rows) {
    const others = rows.filter((row) => !this.isMine(row));
    if (others.length) this.#hooks.news(others);
  }

  /*
   * Rows are states, so an older word never replaces a newer one. A change of a row that is not loaded is not kept
   * unless it belongs to what is: the row comes with its page, as it is then.
   */
  /** @param {Row} row @returns {boolean} whether it is new to everybody */
  #put(row) {
    const old = this.rows.get(row.id);
    if (old && old.rev >= row.rev) return false;
    this.held.delete(row.id);
    const born = !old && row.rev === row.seq;
    if (born) this.typing = { ...this.typing, names: this.typing.names.filter((name) => name !== row.by?.name) };
    const root = row.root ? this.rows.get(row.root) : undefined;
    if (root) root.replies = row.replies;
    if (old || born || row.pinned || row.seq >= this.low || root) this.rows.set(row.id, row);
    return born;
  }

  async #catchUp() {
    if (this.#catching) return;
    this.#catching = true;
    while (this.#line.up && !this.#away && this.#rev < this.#heard) {
      const at = this.#rev;
      const answer = await this.#line.ask('catch_up', { post: this.post, epoch: this.#epoch, rev: at }).catch(() => null);
      if (answer?.reload) {
        this.#known = false;
        this.#catching = false;
        return void this.join();
      }
      if (!answer?.ok) {
        await new Promise((go) => setTimeout(go, Number(answer?.retryAfter) || AGAIN_MS));
        continue;
      }
      this.#take(answer.rows, answer.rev);
      if (answer.more && this.#rev > at) this.#heard = Math.max(this.#heard, this.#rev + 1);
      this.count = answer.count;
      this.#hooks.changed();
    }
    this.#catching = false;
  }

  /** @param {any} answer */
  #failed(answer) {
    this.phase = 'failed';
    this.failure = String(answer?.error ?? '');
    this.#retry = setTimeout(() => this.#line.up && void this.join(), Number(answer?.retryAfter) || AGAIN_MS);
    this.#hooks.changed();
  }

  /** @param {Order} order */
  async sort(order) {
    this.order = order;
    this.view = { ids: [], next: null };
    this.#hooks.changed();
    if (order === 'oldest' || order === 'best') await this.more();
  }

  /** Forgets the oldest rows beyond `most`: a chat that runs for days. @param {number} most */
  trim(most) {
    if (this.rows.size <= most) return;
    const seqs = [...this.rows.values()].map(({ seq }) => seq).sort((a, b) => a - b);
    this.low = seqs[seqs.length - most];
    for (const row of this.rows.values()) if (row.seq < this.low && !row.pinned) this.rows.delete(row.id);
    this.next = String(this.low);
  }

  /** The next page of the order that is shown. */
  async more() {
    const { order } = this;
    const own = order === 'oldest' || order === 'best';
    if (this.busy) return;
    this.busy = true;
    this.#hooks.changed();
    const cursor = own ? this.view.next : this.next;
    const answer = await this.#line.ask('more', { post: this.post, order: own ? order : 'newest', ...(cursor == null ? {} : { cursor }) }).catch(() => null);
    this.busy = false;
    if (answer?.ok && order === this.order) {
      this.#found(answer.rows);
      if (own) this.view = { ids: [...new Set([...this.view.ids, ...answer.rows.map((/** @type {Row} */ row) => row.id)])], next: answer.next };
      else [this.next, this.low] = [answer.next, answer.next == null ? 0 : Math.min(this.low, ...answer.rows.map((/** @type {Row} */ row) => row.seq))];
    } else if (answer?.ok) void this.more();
    this.#hooks.changed();
  }

  /** The next replies of a comment. @param {string} root */
  async replies(root) {
    const cursor = this.#branches.get(root);
    const answer = await this.#line.ask('more', { post: this.post, order: 'oldest', root, ...(cursor == null ? {} : { cursor }) }).catch(() => null);
    if (!answer?.ok) return;
    this.#found(answer.rows);
    this.#branches.set(root, answer.next);
    this.#hooks.changed();
  }

  /** @param {Row[]} rows */
  #found(rows) {
    for (const row of rows) if (!((this.rows.get(row.id)?.rev ?? 0) >= row.rev)) this.rows.set(row.id, row);
  }

  /** @param {import('./outbox.js').Entry} entry */
  add({ text, parent, cid }) {
    return this.#line.ask('add', { post: this.post, text, cid, name: (!this.known && this.#line.name) || undefined, ...(parent ? { parent } : {}) });
  }

  /** The answer to `add`. @param {string} cid @param {{row: Row, held?: boolean}} answer */
  added(cid, { row, held }) {
    if (!this.rows.has(row.id)) this.keys.set(row.id, cid);
    if (held) this.held.set(row.id, row);
    else this.#put(row);
    if (this.view.ids.length && !row.root && !held) this.view.ids.push(row.id);
  }

  /**
   * Asks for a change of a row and shows the answer.
   * @param {'edit' | 'remove' | 'report' | 'pin' | 'moderate'} what @param {string} id @param {object} [more]
   */
  async change(what, id, more = {}) {
    const answer = await this.#line.ask(what, { post: this.post, id, ...more }).catch(() => null);
    if (answer?.ok && answer.row) {
      if (this.held.has(id) && !answer.row.seq && !answer.row.gone) this.held.set(id, answer.row);
      else if (this.held.delete(id) && answer.row.gone) this.rows.delete(id);
      else this.#put(answer.row);
    }
    this.#hooks.changed();
    return answer;
  }

  /** @param {Row} row @param {-1 | 1} value */
  async vote(row, value) {
    const before = this.votes[row.id] ?? 0;
    const wish = before === value ? 0 : value;
    const [up, down] = [row.up, row.down];
    this.#voted(row.id, wish, up + +(wish > 0) - +(before > 0), down + +(wish < 0) - +(before < 0));
    const answer = await this.#line.ask('vote', { post: this.post, id: row.id, value: wish }).catch(() => null);
    if (answer?.ok) this.#voted(row.id, answer.mine, answer.up, answer.down);
    else this.#voted(row.id, before, up, down);
    return answer;
  }

  /** @param {string} id @param {-1 | 0 | 1} mine @param {number} up @param {number} down */
  #voted(id, mine, up, down) {
    const row = this.rows.get(id);
    if (row) this.rows.set(id, { ...row, up, down });
    if (mine) this.votes[id] = mine;
    else delete this.votes[id];
    kept.write(this.#scope, this.votes);
    this.#hooks.changed();
  }
}
