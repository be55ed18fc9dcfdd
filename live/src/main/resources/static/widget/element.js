// @ts-check
/** The elements `<madang-comments>` and `<madang-chat>`: one post's thread inside a shadow root, from connecting to removal. */
import { Composer } from './composer.js';
import { ago, el, reconcile } from './dom.js';
import { Follow } from './follow.js';
import { frame } from './frame.js';
import { Line } from './line.js';
import { itemsOf } from './list.js';
import { guestName, guestSecret, rename } from './name.js';
import { Outbox } from './outbox.js';
import { Room } from './room.js';
import { Rows, walkable } from './row.js';
import { kept } from './storage.js';
import { Thread } from './thread.js';
import { Announcer, tabTitle } from './voice.js';

const SERVER = new URL('..', import.meta.url).href.replace(/\/$/, '');
const AWAY_MS = 60_000;
const BATCH_MS = 250;
const FRESHEN_MS = 20_000;
const PATIENCE_MS = 1000;

/** @typedef {import('./dom.js').Words} Words */

/** @param {string} language @returns {Promise<Words>} */
const wordsOf = async (language) => (await (language === 'ko' ? import('./ko.js') : import('./en.js'))).default;

/** The key of the page, where none is given: its canonical address, without a fragment. */
function pageKey() {
  const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel=canonical]'))?.href;
  return (canonical || location.href).split('#')[0];
}

/** What is on the screen of one element between its insertion and its removal. */
class Stage {
  #host;
  #words;
  #chat;
  #thread;
  #outbox;
  #line;
  #follow;
  #rows;
  #say;
  #scope;
  #composer;
  #context;
  #tabStop;
  #room;
  #timers = /** @type {number[]} */ ([]);
  #away = 0;
  #asked = 0;
  #drawnAt = 0;
  #born = performance.now();
  #drawn = false;
  #news = 0;
  #jump = false;
  #top = Infinity;
  #seen = -1;
  #member;
  #visible = () => this.#visibility();
  #bye = () => this.#composer.leave();

  /**
   * @param {HTMLElement} host @param {ShadowRoot} root @param {Words} words @param {boolean} chat
   * @param {any} page what the server wrote into the page, or null
   */
  constructor(host, root, words, chat, page) {
    this.#host = host;
    this.#words = words;
    this.#chat = chat;
    const given = (host.dataset.post || pageKey()).trim();
    const asked = /^[0-9a-f]{24}$/i.test(given) ? { post: given.toLowerCase() } : { key: given };
    const scope = (this.#scope = `${SERVER}:${given}`);
    this.node = this.#build(root);
    this.#say = new Announcer(this.part('voice'), (n) => (chat ? words.newsChat(n) : words.news(n)));
    this.#member = this.#asMember();
    const line = (this.#line = Line.to(SERVER, { lang: words.tag, name: guestName(words), guest: guestSecret(host.dataset.guest === 'cookie'), token: host.dataset.token ?? '' }, this.#member));
    const about = { ...asked, ...(chat ? { view: 'flat' } : {}), url: pageKey(), title: host.dataset.title || document.title || undefined };
    this.#thread = new Thread(line, about, scope, {
      changed: () => this.#redraw(),
      news: (rows) => this.#heard(rows),
      ready: () => this.#outbox.open(),
      people: (said) => this.#room?.people(said),
    });
    this.#outbox = new Outbox(scope, {
      deliver: (entry) => this.#thread.add(entry),
      arrived: (entry, answer) => this.#arrived(entry, answer),
      changed: () => this.#redraw(),
      slowed: (ms) => this.#composer.wait(ms, this.#thread.slow ? words.slowMode : words.slow),
      banned: (until) => (this.#thread.banned = until),
    });
    const feed = () => this.part('feed');
    const home = () => this.#composer.focus();
    this.#context = { thread: this.#thread, words, outbox: this.#outbox, scope, open: new Map(), redraw: (/** @type {(() => void) | undefined} */ then) => (then && this.#then.push(then), this.#redraw()), say: (/** @type {string} */ text) => this.#say.say(text), home, feed };
    this.#rows = new Rows(this.#context);
    this.#composer = this.#compose();
    this.#follow = new Follow(chat ? this.part('box') : null, this.part('feed'), this.part('foot'), this.part('pill'), (n) => this.#pill(n));
    this.#room = chat ? new Room(this.#context, this.#follow, (name) => this.part(name)) : null;
    this.#tabStop = chat ? () => {} : walkable(this.part('feed'));
    this.#seen = chat ? Number(kept.read(`madang.seen:${scope}`) ?? -1) : -1;
    document.addEventListener('visibilitychange', this.#visible);
    addEventListener('pagehide', this.#bye);
    setTimeout(() => this.#redraw(), PATIENCE_MS + 1);
    this.#timers.push(setInterval(() => this.#freshen(), FRESHEN_MS));
    if (page) this.#thread.start(page);
    this.#member.show();
    if (line.up) this.#member.up();
    this.#draw();
  }

  end() {
    this.#bye();
    document.removeEventListener('visibilitychange', this.#visible);
    removeEventListener('pagehide', this.#bye);
    this.#timers.forEach((timer) => clearInterval(timer));
    clearTimeout(this.#away);
    clearTimeout(this.#asked);
    this.#asked = -1;
    this.#outbox.end();
    this.#follow.end();
    this.#line.leave(this.#member);
    this.node.remove();
  }

  /** @template {HTMLElement} [T=HTMLElement] @param {string} name @returns {T} */
  part(name) {
    return /** @type {T} */ (this.node.querySelector(`[data-part="${name}"]`));
  }

  #asMember() {
    const stage = this;
    return {
      get post() {
        return stage.#thread.post;
      },
      up: () => void (stage.#left || stage.#thread.join()),
      down: () => (stage.#outbox.close(), stage.#thread.down(), stage.#room?.down(), stage.#redraw()),
      show: () => stage.#line && stage.#state(),
      hear: (/** @type {string} */ event, /** @type {any} */ value) => stage.#thread.hear(event, value),
    };
  }

  /** @param {ShadowRoot} root */
  #build(root) {
    const node = frame(this.#words, this.#chat, this.#host.dataset.title ?? '', {
      sort: (order) => this.#sort(order),
      again: () => this.#line.again(),
      join: () => void this.#thread.join(),
      more: () => void this.#thread.more(),
      news: () => this.#showNews(),
      write: () => this.#composer.focus(),
    });
    root.append(node);
    return node;
  }

  #compose() {
    const words = this.#words;
    const composer = new Composer(words, {
      label: this.#chat ? words.fieldChat : words.field,
      hint: this.#chat ? words.hintChat : words.hint,
      draft: `madang.draft:${this.#scope}`,
      enter: this.#chat,
      submit: (text) => this.#send(text),
      typing: () => this.#line.tell('typing', { post: this.#thread.post }),
    });
    if (!this.#host.dataset.token) {
      const name = el('input', 'nick');
      name.value = guestName(words);
      name.maxLength = 40;
      name.setAttribute('autocomplete', 'nickname');
      name.addEventListener('change', () => {
        name.value = rename(name.value) || guestName(words);
        this.#line.name = name.value;
      });
      name.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
        event.preventDefault();
        composer.focus();
      });
      composer.node.firstElementChild?.prepend(el('label', 'who', el('span', '', words.name), name));
    }
    this.part('write-here').replaceChildren(composer.node);
    return composer;
  }

  /** @param {string} text */
  #send(text) {
    this.#jump = true;
    this.#outbox.add(text);
    if (this.#chat) this.#seen = -1;
    if (this.#thread.slow && !this.#thread.moderates) this.#composer.wait(this.#thread.slow * 1000, this.#words.slowMode);
  }

  /** @param {import('./outbox.js').Entry} entry @param {any} answer */
  #arrived(entry, answer) {
    if (answer.row) this.#thread.added(entry.cid, answer);
    this.#redraw();
  }

  /** @param {import('./thread.js').Order} order */
  #sort(order) {
    this.#top = order === 'newest' ? this.#newest() : Infinity;
    this.#follow.unseen = 0;
    void this.#thread.sort(order);
  }

  #newest() {
    return Math.max(0, ...[...this.#thread.rows.values()].map(({ seq }) => seq));
  }

  #showNews() {
    const { order } = this.#thread;
    if (this.#room) return this.#room.jumps();
    if (order === 'live') return;
    const select = this.part('sort');
    if (order !== 'newest') /** @type {HTMLSelectElement} */ (select).value = 'newest';
    this.#sort('newest');
    this.node.scrollIntoView({ block: 'start' });
  }

  /** @param {import('./thread.js').Row[]} rows */
  #heard(rows) {
    const last = rows[rows.length - 1];
    this.#news += rows.length;
    this.#room?.came(rows);
    tabTitle(rows.length);
    this.#say.arrived(rows.length, `${last.by?.name ?? ''}: ${last.text ?? ''}`);
    this.#redraw(BATCH_MS);
  }

  /** @param {number} n */
  #pill(n) {
    if (!n) return this.#chat ? this.#words.latest : '';
    if (this.#room?.paused) return this.#words.pausedNews(n);
    return this.#chat ? this.#words.newsChat(n) : this.#words.news(n);
  }

  /** What is done once the next drawing is there: what it shows can have the focus. @type {(() => void)[]} */ #then = [];

  /*
   * Drawn at the next frame, and four times a second while news pour in. A hidden tab has no frames.
   */
  #redraw(gap = 0) {
    if (this.#asked) return;
    const wait = gap ? Math.max(0, this.#drawnAt + gap - performance.now()) : 0;
    this.#asked = setTimeout(() => (document.hidden ? this.#draw() : requestAnimationFrame(() => this.#draw())), wait);
  }

  #draw() {
    if (this.#asked < 0) return;
    this.#asked = 0;
    this.#drawnAt = performance.now();
    const thread = this.#thread;
    const words = this.#words;
    let items = itemsOf(thread, this.#outbox.entries);
    if (thread.order === 'newest') items = items.filter(({ row, mine }) => mine || row.seq <= this.#top || row.pinned);
    const first = thread.phase === 'ready' && !this.#drawn;
    this.#drawn ||= first;
    this.#follow.before();
    this.#frame(items.length);
    if (this.#room) this.#room.draw(items, this.#seen, first || !this.#drawn);
    else reconcile(this.part('feed'), items, this.#rows.root(!first));
    this.#tabStop();
    const typing = thread.typing.names;
    this.part('typing').textContent = typing.length ? words.typing(typing.join(', '), thread.typing.more) : '';
    this.#scroll(first);
    for (const then of this.#then.splice(0)) then();
  }

  /** @param {boolean} first */
  #scroll(first) {
    const { order } = this.#thread;
    const follow = this.#follow;
    if (first) follow.settle();
    else if (order !== 'live' && (order !== 'oldest' || !this.#thread.whole)) {
      follow.following = false;
      follow.unseen += this.#news;
      follow.refresh();
      if (this.#jump && order === 'newest') this.node.scrollIntoView({ block: 'start' });
    } else if (this.#jump) follow.jump();
    else follow.grew(this.#news);
    this.#jump = false;
    this.#news = 0;
    if (first && this.#chat) this.#seen = this.#seen < 0 ? -1 : this.#seen;
    if (this.#chat && this.#drawn && !document.hidden && follow.following) kept.write(`madang.seen:${this.#scope}`, this.#newest());
  }

  /** Everything around the rows. @param {number} count */
  #frame(count) {
    const thread = this.#thread;
    const words = this.#words;
    const loading = thread.phase === 'loading' && !this.#drawn;
    const shut = !thread.mayWrite && thread.me !== null;
    const show = (/** @type {string} */ name, /** @type {boolean} */ yes) => (this.part(name).hidden = !yes);
    if (this.#drawn && !this.#chat) this.part('count').textContent = words.comments(thread.count);
    const viewers = this.#chat ? /** @type {HTMLElement} */ (this.part('people').firstElementChild) : this.part('viewers');
    viewers.textContent = thread.viewers > 1 || this.#chat ? (this.#chat ? words.people : words.watching)(Math.max(1, thread.viewers)) : '';
    show(this.#chat ? 'people' : 'viewers', thread.viewers > 0);
    const mode = thread.emoji ? words.modeEmoji : thread.mode === 'members' ? words.modeMembers : thread.slow ? words.modeSlow(thread.slow) : '';
    show('mode', mode !== '' && !shut);
    this.part('mode').textContent = mode;
    show('skeletons', loading && count === 0);
    show('empty', this.#drawn && count === 0 && thread.whole && !thread.busy);
    show('failure', thread.phase === 'failed');
    show('feed', this.#chat || count > 0);
    this.part('failure').firstElementChild?.replaceChildren(`${words.loadFailed} ${thread.failure}`.trim());
    show('earlier', this.#drawn && thread.order === 'live' && !thread.whole);
    show('later', this.#drawn && thread.order !== 'live' && !thread.whole);
    this.part('feed').ariaBusy = String(loading || thread.busy);
    const waited = performance.now() - this.#born > PATIENCE_MS;
    if (this.#drawn || waited || this.#line.state !== 'connecting' || thread.phase === 'failed') this.part('foot').hidden = false;
    show('write-here', !shut);
    const who = /** @type {HTMLElement | null} */ (this.part('write-here').querySelector('.who'));
    if (who) who.hidden = thread.known;
    show('shut', shut);
    this.part('shut').textContent = this.#whyShut();
    if (this.#drawn) this.#host.style.minHeight = '';
  }

  #whyShut() {
    const { mode, banned } = this.#thread;
    const words = this.#words;
    const left = banned - Date.now();
    if (left > 0) return left === Infinity ? words.banned : words.bannedFor(words.span(Math.ceil(left / 1000)));
    return mode === 'closed' ? words.closed : mode === 'members' ? words.members : words.readOnly;
  }

  #state() {
    const { state, attempt } = this.#line;
    const words = this.#words;
    const status = this.part('status');
    status.dataset.state = state;
    if (status.textContent !== words[state]) status.firstElementChild?.replaceChildren(words[state]);
    const bar = this.part('bar');
    bar.hidden = state !== 'reconnecting' && state !== 'gone';
    bar.dataset.state = state;
    /** @type {HTMLElement} */ (bar.lastElementChild).hidden = state !== 'gone';
    bar.firstElementChild?.replaceChildren(state === 'gone' ? words.barGone : words.barReconnecting(attempt));
    this.#redraw();
  }

  #visibility() {
    clearTimeout(this.#away);
    if (document.hidden) this.#away = setTimeout(() => this.#leave(), AWAY_MS);
    else if (this.#left) {
      this.#left = false;
      if (this.#line.up) void this.#thread.join();
    }
    if (!document.hidden) this.#redraw();
  }

  #left = false;

  #leave() {
    this.#left = true;
    this.#thread.leave();
  }

  #freshen() {
    if (this.#thread.banned) this.#redraw();
    for (const node of this.node.querySelectorAll('time.ago')) {
      const text = ago(Date.parse(/** @type {HTMLTimeElement} */ (node).dateTime), this.#words);
      if (node.textContent !== text) node.textContent = text;
    }
  }
}

/** One element; its attributes are those of the script tag: `data-post`, `data-lang`, `data-theme`, `data-title`, `data-token`. */
class MadangElement extends HTMLElement {
  static observedAttributes = ['data-post', 'data-lang', 'data-token', 'data-title'];
  /** @type {Stage | null} */ #stage = null;
  #round = 0;

  connectedCallback() {
    void this.#begin();
  }

  disconnectedCallback() {
    this.#round++;
    this.#stage?.end();
    this.#stage = null;
  }

  attributeChangedCallback() {
    if (!this.#round || !this.isConnected) return;
    this.disconnectedCallback();
    void this.#begin();
  }

  async #begin() {
    const round = ++this.#round;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const wish = this.dataset.lang || document.documentElement.lang || navigator.language;
    const [words] = await Promise.all([wordsOf(wish.startsWith('ko') ? 'ko' : 'en'), styled(root)]);
    if (round !== this.#round || !this.isConnected) return;
    const served = root.querySelector('script');
    const page = served && JSON.parse(served.textContent ?? 'null');
    for (const node of root.querySelectorAll('section, script')) node.remove();
    this.#stage = new Stage(this, root, words, this.localName === 'madang-chat', page);
  }
}

/** @param {ShadowRoot} root @returns {Promise<unknown>} when the style sheet is there, or is known to be missing */
function styled(root) {
  const known = root.querySelector('link');
  if (known) return Promise.resolve();
  const link = el('link');
  link.rel = 'stylesheet';
  link.href = `${SERVER}/widget/widget.css`;
  const done = new Promise((go) => ['load', 'error'].forEach((event) => link.addEventListener(event, go)));
  root.append(link);
  return done;
}

if (!customElements.get('madang-comments')) {
  customElements.define('madang-comments', MadangElement);
  customElements.define('madang-chat', class extends MadangElement {});
}
