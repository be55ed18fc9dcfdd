// @ts-check
/** Building and ordering elements. Data only ever becomes text nodes and property values, never markup. */

/** @typedef {typeof import('./ko.js').default} Words */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {string} [className] @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, className = '', ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

const paths = {
  clock: 'M12 3.5a8.5 8.5 0 1 0 .01 0M12 7.5V12l3 2',
  warn: 'M12 3.5a8.5 8.5 0 1 0 .01 0M12 7.8v5M12 16.2v.1',
  send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
  down: 'M12 5v14M5.5 12.5 12 19l6.5-6.5',
  bubble: 'M4 5h16v11h-9l-4.5 4v-4H4z',
  up: 'M6 15l6-6 6 6',
  less: 'M6 9l6 6 6-6',
  pin: 'M9 4h6l-1 6 3 3H7l3-3zM12 13v7',
  dots: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
};

/** @param {keyof typeof paths} name */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

/** @param {string | Node} face @param {() => void} act @param {string} [className] @param {string} [label] */
export function button(face, act, className = 'quiet', label = '') {
  const node = el('button', className, face);
  node.type = 'button';
  if (label) node.ariaLabel = node.title = label;
  node.addEventListener('click', act);
  return node;
}

/** @param {string} name @returns {HTMLElement} the first letter on a colour that belongs to the name */
export function avatar(name) {
  const node = el('span', 'avatar', [...name.replace(/[\s\p{Cf}]/gu, '')][0]?.toUpperCase() ?? '?');
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  node.dataset.hue = String(hash % 24);
  node.ariaHidden = 'true';
  return node;
}

/** @type {WeakMap<Element, Map<string, HTMLElement>>} */
const shown = new WeakMap();

/**
 * Makes the children of `parent` equal to `items`, in order: known keys keep their element, so nothing flickers.
 * @template {{key: string}} T
 * @param {HTMLElement} parent @param {T[]} items
 * @param {(item: T, old: HTMLElement | undefined) => HTMLElement} draw answers `old` where it still fits
 */
export function reconcile(parent, items, draw) {
  const before = shown.get(parent) ?? new Map();
  const after = new Map();
  shown.set(parent, after);
  const drawn = items.map((item) => {
    const old = before.get(item.key);
    const node = draw(item, old);
    if (old !== node) old?.remove();
    before.delete(item.key);
    after.set(item.key, node);
    return node;
  });
  before.forEach((node) => node.remove());
  let next = parent.firstElementChild;
  for (const node of drawn) {
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
}

const steps = /** @type {const} */ ([[3600, 'minute', 60], [86400, 'hour', 3600], [7 * 86400, 'day', 86400]]);

/** @param {number} at @param {Words} words @param {number} [now] */
export function ago(at, words, now = Date.now()) {
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < 45) return words.now;
  for (const [limit, unit, size] of steps) {
    if (seconds < limit * 0.985) return new Intl.RelativeTimeFormat(words.tag).format(-Math.max(1, Math.round(seconds / size)), unit);
  }
  return new Date(at).toLocaleDateString(words.tag, { dateStyle: 'medium' });
}

/** @param {number} at @param {Words} words @param {boolean} clock the time of day, not how long ago @returns {HTMLTimeElement} */
export function timeOf(at, words, clock = false) {
  const day = new Date(at);
  const node = el('time', clock ? '' : 'ago', clock ? day.toLocaleTimeString(words.tag, { hour: 'numeric', minute: '2-digit' }) : ago(at, words));
  node.dateTime = day.toISOString();
  node.title = day.toLocaleString(words.tag, { dateStyle: 'full', timeStyle: 'short' });
  return node;
}
