// @ts-check
/** Follows the end of a growing list as long as the reader is there; otherwise counts what came and offers a pill to jump. */

const NEAR_PX = 80;
const TOUCHED_MS = 1000;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

/*
 * The list is either a box that scrolls itself (chat) or a part of the page, which ends where the form below it, stuck
 * to the end of the window, begins. There the page is scrolled by what the list grew, so the form does not move.
 */
export class Follow {
  following = true;
  unseen = 0;
  #box;
  #list;
  #form;
  #pill;
  #label;
  #top = 0;
  #touched = -Infinity;
  #formTop = 0;
  #scrolled = () => this.#look();
  #sizes;

  /**
   * @param {HTMLElement | null} box the box that scrolls, or null for the page @param {HTMLElement} list @param {HTMLElement} form
   * @param {HTMLElement} pill @param {(unseen: number) => string} label the pill's text; empty hides it
   */
  constructor(box, list, form, pill, label) {
    this.#box = box;
    this.#list = list;
    this.#form = form;
    this.#pill = pill;
    this.#label = label;
    (box ?? window).addEventListener('scroll', this.#scrolled, { passive: true });
    for (const hand of ['wheel', 'touchmove', 'keydown', 'pointerdown']) box?.addEventListener(hand, () => (this.#touched = performance.now()), { passive: true });
    pill.addEventListener('click', () => this.jump());
    this.#sizes = new ResizeObserver(() => box && this.following && this.#toEnd('instant'));
    if (box) [box, list].forEach((node) => this.#sizes.observe(node));
  }

  end() {
    (this.#box ?? window).removeEventListener('scroll', this.#scrolled);
    this.#sizes.disconnect();
  }

  /** Decides anew from where the reader stands. */
  settle() {
    this.following = this.#box ? true : this.#distance() < NEAR_PX;
    if (this.#box) this.#toEnd('instant');
    this.refresh();
  }

  /** Rows are about to be drawn. */
  before() {
    this.#formTop = this.#form.getBoundingClientRect().top;
  }

  /** Rows were drawn. @param {number} count how many of them are news */
  grew(count) {
    if (!this.following) this.unseen += count;
    else if (this.#box) this.#toEnd('smooth');
    else if (this.#isHere()) {
      this.#toEnd('smooth');
      const moved = this.#form.getBoundingClientRect().top - this.#formTop;
      if (moved > 0) scrollBy({ top: moved, behavior: 'instant' });
    }
    this.refresh();
  }

  /** The reader holds the list: what comes is counted. */
  hold() {
    this.following = false;
  }

  jump() {
    this.following = true;
    this.unseen = 0;
    this.#toEnd('smooth');
    this.refresh();
  }

  refresh() {
    const text = this.following ? '' : this.#label(this.unseen);
    this.#pill.hidden = text === '';
    this.#pill.querySelector('span')?.replaceChildren(text);
  }

  /** How far below the form the end of the list is. */
  #distance() {
    if (this.#box) return this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight;
    return this.#list.getBoundingClientRect().bottom - this.#form.getBoundingClientRect().top;
  }

  /** Whether the list's end is before the reader's eyes, and not above or below the window. */
  #isHere() {
    const end = this.#list.getBoundingClientRect();
    return end.bottom > 0 && end.top < innerHeight;
  }

  #look() {
    const top = this.#box ? this.#box.scrollTop : scrollY;
    // Rows that are taken away above move the list too, and nobody scrolled.
    const upwards = top < this.#top - 2 && performance.now() - this.#touched < TOUCHED_MS;
    this.#top = top;
    if (this.#distance() < NEAR_PX) {
      this.following = true;
      this.unseen = 0;
    } else if (upwards || !this.#box) this.following = false;
    this.refresh();
  }

  /** @param {ScrollBehavior} wish */
  #toEnd(wish) {
    const distance = this.#distance();
    if (distance <= 0) return;
    const far = distance > 2 * innerHeight;
    const behavior = this.#box && wish === 'smooth' && !far && !calm.matches && !document.hidden ? 'smooth' : 'instant';
    (this.#box ?? window).scrollBy({ top: distance, behavior });
  }
}
