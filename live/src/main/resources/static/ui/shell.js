// @ts-check
/** What both pages have around their content: language and theme switches, the connection's state, the tab title. */
import { byId } from './dom.js';
import { onLanguage, speak, switchLanguage, t } from './language.js';
import { kept } from './storage.js';

/** @typedef {import('./line.js').LineState} LineState */
/** @typedef {import('./language.js').TextKey} TextKey */

const TROUBLE_MS = 8000;

export class Shell {
  /** @type {LineState} */ #state = 'connecting';
  #attempt = 0;
  #trouble = 0;
  #unread = 0;
  #title;

  /** @param {TextKey} title @param {() => void} again the reader asks for a new connection */
  constructor(title, again) {
    this.#title = title;
    speak();
    byId('language').addEventListener('click', switchLanguage);
    byId('theme').addEventListener('click', switchTheme);
    byId('again').addEventListener('click', again);
    onLanguage(() => this.#draw());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#unread = 0;
      this.#draw();
    });
    this.#draw();
  }

  /** @param {LineState} state @param {number} attempt */
  line(state, attempt) {
    this.#state = state;
    this.#attempt = attempt;
    if (state !== 'live') this.#trouble = 0;
    this.#draw();
  }

  /** The server said that it has a problem of its own. */
  trouble() {
    clearTimeout(this.#trouble);
    this.#trouble = setTimeout(() => {
      this.#trouble = 0;
      this.#draw();
    }, TROUBLE_MS);
    this.#draw();
  }

  /** @param {number} count rows that came; counted in the tab's title while nobody looks */
  arrived(count) {
    if (!document.hidden || count === 0) return;
    this.#unread += count;
    this.#draw();
  }

  #draw() {
    const many = this.#unread > 99 ? '99+' : this.#unread;
    document.title = (this.#unread ? `(${many}) ` : '') + `${t(this.#title)} · Madang`;
    byId('status').dataset.state = this.#state;
    const words = t(this.#state);
    if (byId('state').textContent !== words) byId('state').textContent = words;
    byId('bar').hidden = !(this.#state === 'reconnecting' || this.#state === 'gone' || this.#trouble);
    byId('again').hidden = this.#state !== 'gone';
    byId('bar').dataset.state = this.#trouble ? 'trouble' : this.#state;
    byId('bar-text').textContent =
      this.#state === 'gone' ? t('barGone') : this.#trouble ? t('barTrouble') : t('barReconnecting', this.#attempt);
  }
}

function switchTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  kept.write('madang.theme', root.dataset.theme);
}
