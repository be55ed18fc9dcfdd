// @ts-check
/** Follows the end of a growing list as long as the reader is there; otherwise counts what came and offers a pill to jump. */

const NEAR_PX = 80;
const calm = matchMedia('(prefers-reduced-motion: reduce)');

export class Follow {
  #scroller;
  #pill;
  #label;
  #following = true;
  #top = 0;
  unseen = 0;

  /**
   * @param {HTMLElement} scroller @param {HTMLElement} list
   * @param {HTMLButtonElement} pill @param {(unseen: number) => string} label the pill's text; empty hides it
   */
  constructor(scroller, list, pill, label) {
    this.#scroller = scroller;
    this.#pill = pill;
    this.#label = label;
    const source = scroller === document.scrollingElement ? window : scroller;
    source.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    pill.addEventListener('click', () => this.jump());
    const sizes = new ResizeObserver(() => this.#following && this.#toEnd('instant'));
    if (scroller !== document.scrollingElement) [scroller, list].forEach((node) => sizes.observe(node));
  }

  get following() {
    return this.#following;
  }

  /** Decides anew from where the reader stands, for the first page of a list. */
  settle() {
    this.#following = this.#distance() < NEAR_PX;
    this.refresh();
  }

  /** Rows were drawn. @param {number} count how many of them are news */
  grew(count) {
    if (this.#following) this.#toEnd('smooth');
    else this.unseen += count;
    this.refresh();
  }

  jump() {
    this.#following = true;
    this.unseen = 0;
    this.#toEnd('smooth');
    this.refresh();
  }

  refresh() {
    const text = this.#following ? '' : this.#label(this.unseen);
    this.#pill.hidden = text === '';
    this.#pill.querySelector('span')?.replaceChildren(text);
  }

  #distance() {
    return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight;
  }

  #scrolled() {
    const top = this.#scroller.scrollTop;
    const upwards = top < this.#top - 2;
    this.#top = top;
    if (this.#distance() < NEAR_PX) {
      this.#following = true;
      this.unseen = 0;
    } else if (upwards) this.#following = false;
    this.refresh();
  }

  /** @param {ScrollBehavior} wish */
  #toEnd(wish) {
    const far = this.#distance() > 2 * this.#scroller.clientHeight;
    const behavior = wish === 'smooth' && !far && !calm.matches && !document.hidden ? 'smooth' : 'instant';
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior });
  }
}
