// @ts-check
/**
 * The line to a server, shared by all widgets of a page: one Socket.IO connection, its state as people should see it,
 * and questions with an answer. A short loss stays invisible for 2 s. After five failed attempts it gives up loudly,
 * and goes on trying every 30 s while somebody looks, and as soon as the network is back.
 */

/**
 * @typedef {'connecting' | 'live' | 'reconnecting' | 'gone'} LineState
 * @typedef {{post: string, up: () => void, down: () => void, show: () => void, hear: (event: string, value: any) => void}} Member
 * @typedef {{lang: string, name: string, guest: string, token: string}} Auth
 */

/** The page's own `Madang.token`, a function that gives a token or nothing, now or later; asked again when a token has ended. @returns {any} */
const source = () => /** @type {any} */ (window).Madang?.token;

const QUIET_MS = 2000;
const SLOW_RETRY_MS = 30_000;
const EVENTS = ['page', 'changes', 'viewers', 'typing', 'settings', 'people'];
const options = {
  transports: ['websocket', 'polling'],
  tryAllTransports: true,
  reconnectionAttempts: 5,
  reconnectionDelay: 1000,
  reconnectionDelayMax: 5000,
  timeout: 10_000,
};

/** @type {Map<string, Line>} */
const lines = new Map();

export class Line {
  /** @type {LineState} */ state = 'connecting';
  attempt = 0;
  /** @type {any} */ #socket = null;
  /** @type {Set<Member>} */ #members = new Set();
  #server;
  #auth;
  #sentAway = 0;
  #quiet = 0;
  #loads = 0;
  #slowly = () => this.state === 'gone' && !document.hidden && this.again();
  #again = () => this.again();
  #timer = 0;

  /** The line to that server for a person, joined by one more widget. @param {string} server @param {Auth} auth @param {Member} member */
  static to(server, auth, member) {
    const key = `${server} ${auth.lang} ${auth.token}`;
    const line = lines.get(key) ?? new Line(server, auth);
    lines.set(key, line);
    line.#members.add(member);
    return line;
  }

  /** @param {string} server @param {Auth} auth */
  constructor(server, auth) {
    this.#server = server;
    this.#auth = auth;
    addEventListener('online', this.#again);
    document.addEventListener('visibilitychange', this.#slowly);
    this.#timer = setInterval(this.#slowly, SLOW_RETRY_MS);
    void this.#open();
  }

  /** A widget is gone; the last one closes the line. @param {Member} member */
  leave(member) {
    this.#members.delete(member);
    if (this.#members.size) {
      if (![...this.#members].some(({ post }) => post === member.post)) this.tell('leave', { post: member.post });
      return;
    }
    lines.forEach((line, key) => line === this && lines.delete(key));
    removeEventListener('online', this.#again);
    document.removeEventListener('visibilitychange', this.#slowly);
    clearInterval(this.#timer);
    clearTimeout(this.#quiet);
    this.#socket?.disconnect();
  }

  get up() {
    return this.#socket?.connected === true;
  }

  /** Tries at once, unless connected. */
  again() {
    if (this.up) return;
    this.#show('connecting');
    if (!this.#socket) void this.#open();
    else this.#socket.disconnect().connect();
  }

  /** The guest's name, for what is written from now on. */
  get name() {
    return this.#auth.token ? '' : this.#auth.name;
  }

  set name(name) {
    this.#auth.name = name;
  }

  /** @param {string} event @param {unknown} value */
  tell(event, value) {
    if (this.up) this.#socket.volatile.emit(event, value);
  }

  /** As `#ask`, once more with a new token if the one before is refused and the page has another. @param {string} event @param {unknown} value @param {number} [ms] */
  async ask(event, value, ms) {
    const answer = await this.#ask(event, value, ms);
    if (!answer?.code?.startsWith('token_') || !source()) return answer;
    const known = await this.#ask('auth', { token: await source()() });
    if (!known.ok) return answer;
    this.#members.forEach((member) => member.up());
    return this.#ask(event, value, ms);
  }

  /**
   * @param {string} event @param {unknown} value @param {number} [ms]
   * @returns {Promise<any>} the acknowledgement; fails when none came in time or the line was lost
   */
  #ask(event, value, ms = 8000) {
    return new Promise((resolve, reject) => {
      if (!this.up) return reject(new Error('not connected'));
      this.#socket.timeout(ms).emit(event, value, (/** @type {Error | null} */ lost, /** @type {any} */ answer) => (lost ? reject(lost) : resolve(answer)));
    });
  }

  async #open() {
    let io;
    try {
      ({ io } = await import(`${this.#server}/socket.io/socket.io.esm.min.js${this.#loads++ ? `?again=${this.#loads}` : ''}`));
    } catch {
      return this.#show('gone');
    }
    if (!this.#members.size) return;
    const { lang, guest } = this.#auth;
    const auth = async (/** @type {(auth: any) => void} */ take) => {
      const token = this.#auth.token || (await source()?.());
      take({ v: 2, lang, ...(token ? { token } : { guest, name: this.#auth.name }) });
    };
    const socket = (this.#socket = io(`${this.#server}/`, { ...options, auth, multiplex: false }));
    socket.on('connect', () => {
      this.attempt = 0;
      this.#show('live');
      this.#members.forEach((member) => member.up());
    });
    socket.on('disconnect', (/** @type {string} */ reason) => {
      this.#members.forEach((member) => member.down());
      this.#lost();
      if (reason === 'io server disconnect') this.#comeBack();
    });
    socket.on('connect_error', () => (socket.active ? this.#lost() : this.#show('gone')));
    socket.io.on('reconnect_attempt', (/** @type {number} */ attempt) => {
      this.attempt = attempt;
      if (this.state === 'reconnecting') this.#show('reconnecting');
    });
    socket.io.on('reconnect_failed', () => this.#show('gone'));
    for (const event of EVENTS) socket.on(event, (/** @type {any} */ value) => this.#members.forEach((member) => member.hear(event, value)));
  }

  /* The client library takes a disconnect by the server as final. A restart is not, so we return, later each time. */
  #comeBack() {
    const wait = 1000 * 2 ** Math.min(this.#sentAway++, 5) * (0.5 + Math.random());
    setTimeout(() => this.up || !this.#members.size || this.#socket.connect(), wait);
    setTimeout(() => (this.#sentAway = Math.max(0, this.#sentAway - 1)), 60_000);
  }

  #lost() {
    if (this.state !== 'gone') this.#quiet ||= setTimeout(() => this.#show('reconnecting'), QUIET_MS);
  }

  /** @param {LineState} state */
  #show(state) {
    clearTimeout(this.#quiet);
    this.#quiet = 0;
    this.state = state;
    this.#members.forEach((member) => member.show());
  }
}
