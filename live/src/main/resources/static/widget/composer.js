// @ts-check
/**
 * The form to write with: for a comment, a reply or an edit. Enter sends, unless an input method composes, and Shift+Enter
 * starts a new line; a screen's keyboard has no such pair, so there Enter is a new line in a comment. Drafts survive a reload.
 */
import { button, el, icon } from './dom.js';
import { kept, own } from './storage.js';

const LONGEST = 2000;
const COUNT_FROM = 200;
const TYPING_MS = 3000;
const touch = matchMedia('(hover: none)').matches;

/**
 * @typedef {{label: string, hint: string, draft?: string, value?: string, save?: boolean, enter?: boolean,
 *   submit: (text: string) => void, cancel?: () => void, typing?: () => void}} Options
 */

export class Composer {
  field = el('textarea', 'field');
  node = el('form', 'composer');
  notice = el('span', 'notice');
  #counter = el('span', 'counter');
  #words;
  #options;
  #composing = false;
  #slow = 0;
  #typed = 0;

  /** @param {import('./dom.js').Words} words @param {Options} options */
  constructor(words, options) {
    this.#words = words;
    this.#options = options;
    const { field } = this;
    field.rows = 1;
    field.ariaLabel = options.label;
    field.placeholder = options.hint;
    field.value = options.value ?? (options.draft ? String(own.read(options.draft) ?? kept.read(options.draft) ?? '') : '');
    if (options.enter) field.enterKeyHint = 'send';
    const send = options.save ? button(words.save, () => {}, 'solid') : button(icon('send'), () => {}, 'send', words.send);
    send.type = 'submit';
    send.addEventListener('pointerdown', (event) => event.preventDefault());
    const write = el('div', 'write', field, ...(options.cancel ? [button(words.cancel, options.cancel)] : []), send);
    this.node.append(el('div', 'sheet', write), el('div', 'under', el('span', 'hint', words.keys), this.notice, this.#counter));
    this.node.autocomplete = 'off';
    this.#listen();
    this.#input(false);
  }

  #listen() {
    const { field, node } = this;
    field.addEventListener('compositionstart', () => (this.#composing = true));
    field.addEventListener('compositionend', () => (this.#composing = false));
    field.addEventListener('input', () => this.#input(true));
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#options.cancel && !event.isComposing) {
        event.stopPropagation();
        this.#options.cancel();
      }
      const sends = event.ctrlKey || event.metaKey || (!event.shiftKey && (this.#options.enter || !touch));
      if (event.key !== 'Enter' || !sends || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#submit();
    });
    node.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.#composing) field.blur();
      this.#submit();
    });
  }

  focus() {
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  /** A closed window takes its sessionStorage along; the next one finds the draft where this puts it. */
  leave() {
    if (this.#options.draft && this.field.value.trim()) kept.write(this.#options.draft, this.field.value);
  }

  /** Counts a wait that the server asked for. @param {number} ms @param {(seconds: number) => string} say */
  wait(ms, say) {
    clearInterval(this.#slow);
    const until = Date.now() + ms;
    const tick = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      if (seconds <= 0 || !this.node.isConnected) clearInterval(this.#slow);
      this.notice.textContent = seconds > 0 ? say(seconds) : '';
    };
    this.#slow = setInterval(tick, 250);
    tick();
  }

  #submit() {
    const text = this.field.value.trim();
    if (text && [...text].length <= LONGEST) {
      this.#options.submit(text);
      this.field.value = '';
      this.#input(false);
      if (this.#options.draft) kept.drop(this.#options.draft);
    }
    if (this.node.isConnected) this.focus();
  }

  /** @param {boolean} byHand */
  #input(byHand) {
    const { field } = this;
    const { draft, typing } = this.#options;
    if (draft && field.value) own.write(draft, field.value);
    else if (draft) {
      own.drop(draft);
      if (byHand) kept.drop(draft);
    }
    if (!CSS.supports('field-sizing', 'content')) {
      field.style.height = 'auto';
      field.style.height = `${field.scrollHeight}px`;
    }
    const left = LONGEST - [...field.value.trim()].length;
    this.#counter.textContent = left > COUNT_FROM ? '' : this.#words.left(left);
    this.#counter.classList.toggle('over', left < 0);
    field.ariaInvalid = String(left < 0);
    if (byHand && typing && field.value.trim() && Date.now() - this.#typed > TYPING_MS) {
      this.#typed = Date.now();
      typing();
    }
  }
}
