// @ts-check
/** The form to write with: name, text, button. Enter sends unless an input method is composing; drafts survive a reload. */
import { byId } from './dom.js';
import { rename } from './guest.js';
import { t } from './language.js';
import { kept, own } from './storage.js';

const LONGEST = 2000;
const COUNT_FROM = 200;

export class Composer {
  /** @type {HTMLInputElement} */ #name = byId('name');
  /** @type {HTMLTextAreaElement} */ #field = byId('field');
  #draft;
  #guest;
  #composing = false;
  #slow = 0;
  #send;

  /**
   * @param {string} scope the post or room @param {string} guest the name to start with
   * @param {{send: (name: string, text: string) => void, renamed?: (name: string) => void}} hooks
   */
  constructor(scope, guest, { send, renamed }) {
    this.#draft = `madang.draft:${scope}`;
    this.#guest = this.#name.value = guest;
    this.#send = send;
    this.#field.value = String(own.read(this.#draft) ?? kept.read(this.#draft) ?? '') || this.#field.value;
    kept.drop(this.#draft);
    this.#field.addEventListener('compositionstart', () => (this.#composing = true));
    this.#field.addEventListener('compositionend', () => (this.#composing = false));
    this.#field.addEventListener('input', () => this.#typed());
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    this.#name.addEventListener('change', () => {
      const name = rename(this.#name.value);
      this.#name.value = name || this.#guest;
      if (name && name !== this.#guest) {
        this.#guest = name;
        renamed?.(name);
      }
    });
    this.#name.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.focus();
    });
    byId('send').addEventListener('pointerdown', (event) => event.preventDefault());
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#composing) this.#field.blur();
      this.#submit();
    });
    // A closed window takes its sessionStorage along; the next one finds the draft here.
    addEventListener('pagehide', () => this.#field.value.trim() && kept.write(this.#draft, this.#field.value));
    addEventListener('pageshow', (event) => event.persisted && kept.drop(this.#draft));
    this.#typed();
  }

  get name() {
    return this.#guest;
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** Focuses the field where that does not open a keyboard over the page. */
  invite() {
    if (matchMedia('(hover: hover) and (pointer: fine)').matches && document.activeElement === document.body) this.focus();
  }

  /** The server asks to slow down: counts the wait. @param {number} ms */
  slowed(ms) {
    clearInterval(this.#slow);
    const until = Date.now() + ms;
    const tick = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      if (seconds <= 0) clearInterval(this.#slow);
      byId('notice').textContent = seconds > 0 ? t('slow', seconds) : '';
    };
    this.#slow = setInterval(tick, 250);
    tick();
  }

  #submit() {
    const text = this.#field.value.trim();
    if (text && [...text].length <= LONGEST) {
      this.#send(this.#guest, text);
      this.#field.value = '';
      this.#typed();
    }
    this.focus();
  }

  #typed() {
    const field = this.#field;
    if (field.value) own.write(this.#draft, field.value);
    else own.drop(this.#draft);
    if (!CSS.supports('field-sizing', 'content')) {
      field.style.height = 'auto';
      field.style.height = `${field.scrollHeight}px`;
    }
    const left = LONGEST - [...field.value.trim()].length;
    const counter = byId('counter');
    counter.textContent = left > COUNT_FROM ? '' : t('left', left);
    counter.classList.toggle('over', left < 0);
    field.setAttribute('aria-invalid', String(left < 0));
  }
}
