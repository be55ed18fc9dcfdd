// @ts-check
/** Building and ordering elements. Data only ever becomes text nodes and property values, never markup. */

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

// Drawn from here and not from icons.svg, because they must also appear while the server cannot be reached.
const paths = {
  clock: 'M12 3.5a8.5 8.5 0 1 0 .01 0M12 7.5V12l3 2',
  warn: 'M12 3.5a8.5 8.5 0 1 0 .01 0M12 7.8v5M12 16.2v.1',
};

/** @param {keyof typeof paths} name */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon stroked');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}

/** @template {HTMLElement} [T=HTMLElement] @param {string} id @returns {T} */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element #${id}`);
  return /** @type {T} */ (node);
}

/** @param {string} text @param {() => void} act @param {string} [className] */
export function button(text, act, className = 'quiet') {
  const node = el('button', className, text);
  node.type = 'button';
  node.addEventListener('click', act);
  return node;
}

/** @param {string} name @returns {HTMLElement} the first letter on a colour that belongs to the name */
export function avatar(name) {
  const node = el('span', 'avatar', [...name.trim()][0]?.toUpperCase() ?? '?');
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  node.style.setProperty('--hue', String((hash % 24) * 15));
  node.setAttribute('aria-hidden', 'true');
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

/** @param {() => void} work @returns {() => void} asks for one run of `work` at the next frame (or soon, in a hidden tab) */
export function oncePerFrame(work) {
  let asked = false;
  const run = () => {
    if (!asked) return;
    asked = false;
    work();
  };
  return () => {
    if (asked) return;
    asked = true;
    if (!document.hidden) requestAnimationFrame(run);
    setTimeout(run, 250);
  };
}
