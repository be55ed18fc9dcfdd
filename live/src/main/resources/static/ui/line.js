// @ts-check
/**
 * The line to the server: one Socket.IO namespace, its state as people should see it, and questions with an answer.
 * A short loss stays invisible for 2 s. After five failed attempts it gives up loudly, and goes on trying every
 * 30 s while somebody looks, and as soon as the network is back.
 */

/** @typedef {'connecting' | 'live' | 'reconnecting' | 'gone'} LineState */

const QUIET_MS = 2000;
const SLOW_RETRY_MS = 30_000;
const options = {
  transports: ['websocket', 'polling'],
  tryAllTransports: true,
  reconnectionAttempts: 5,
  reconnectionDelay: 1000,
  reconnectionDelayMax: 5000,
  timeout: 10_000,
};

export class Line {
  /** @type {any} */ #socket = null;
  /** @type {LineState} */ #state = 'connecting';
  #attempt = 0;
  #sentAway = 0;
  #quiet = 0;
  #loads = 0;
  #namespace;
  #hooks;

  /**
   * @param {string} namespace
   * @param {{up: () => void, down: () => void, show: (state: LineState, attempt: number) => void,
   *   events: Record<string, (value: any) => void>}} hooks
   */
  constructor(namespace, hooks) {
    this.#namespace = namespace;
    this.#hooks = hooks;
    addEventListener('online', () => this.again());
    const slowly = () => this.#state === 'gone' && !document.hidden && this.again();
    document.addEventListener('visibilitychange', slowly);
    setInterval(slowly, SLOW_RETRY_MS);
    void this.#open();
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

  /** @param {string} event @param {unknown} value */
  tell(event, value) {
    if (this.up) this.#socket.emit(event, value);
  }

  /**
   * @param {string} event @param {unknown} value @param {number} [ms]
   * @returns {Promise<any>} the acknowledgement; fails when none came in time or the line was lost
   */
  ask(event, value, ms = 8000) {
    return new Promise((resolve, reject) => {
      if (!this.up) return reject(new Error('not connected'));
      this.#socket.timeout(ms).emit(event, value, (/** @type {Error | null} */ lost, /** @type {any} */ answer) => (lost ? reject(lost) : resolve(answer)));
    });
  }

  async #open() {
    const address = '/socket.io/socket.io.esm.min.js' + (this.#loads ? `?again=${this.#loads}` : '');
    this.#loads++;
    let io;
    try {
      ({ io } = await import(address));
    } catch {
      return this.#show('gone');
    }
    const socket = (this.#socket = io(this.#namespace, options));
    socket.on('connect', () => {
      this.#attempt = 0;
      this.#show('live');
      this.#hooks.up();
    });
    socket.on('disconnect', (/** @type {string} */ reason) => {
      this.#hooks.down();
      this.#lost();
      if (reason === 'io server disconnect') this.#comeBack();
    });
    socket.on('connect_error', () => (socket.active ? this.#lost() : this.#show('gone')));
    socket.io.on('reconnect_attempt', (/** @type {number} */ attempt) => {
      this.#attempt = attempt;
      if (this.#state === 'reconnecting') this.#show('reconnecting');
    });
    socket.io.on('reconnect_failed', () => this.#show('gone'));
    for (const [event, hear] of Object.entries(this.#hooks.events)) socket.on(event, hear);
  }

  /* The client library takes a disconnect by the server as final. A restart is not, so we return, later each time. */
  #comeBack() {
    const wait = 1000 * 2 ** Math.min(this.#sentAway++, 5) * (0.5 + Math.random());
    setTimeout(() => this.up || this.#socket.connect(), wait);
    setTimeout(() => (this.#sentAway = Math.max(0, this.#sentAway - 1)), 60_000);
  }

  #lost() {
    if (this.#state !== 'gone') this.#quiet ||= setTimeout(() => this.#show('reconnecting'), QUIET_MS);
  }

  /** @param {LineState} state */
  #show(state) {
    clearTimeout(this.#quiet);
    this.#quiet = 0;
    this.#state = state;
    this.#hooks.show(state, this.#attempt);
  }
}
