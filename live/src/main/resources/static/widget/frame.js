// @ts-check
/** What stands around the rows of a thread: its head, the states of the list, the place of the form. */
import { button, el, icon } from './dom.js';

const ORDERS = /** @type {const} */ (['live', 'newest', 'oldest', 'best']);

/**
 * @typedef {{sort: (order: import('./thread.js').Order) => void, again: () => void, join: () => void, more: () => void, news: () => void, write: () => void}} Doings
 */

/** @param {keyof HTMLElementTagNameMap} tag @param {string} name @param {(Node | string)[]} children */
function part(tag, name, ...children) {
  const node = el(tag, name, ...children);
  node.dataset.part = name;
  return node;
}

/** @param {import('./dom.js').Words} words @param {boolean} chat @param {string} title @param {Doings} on */
export function frame(words, chat, title, on) {
  const bar = part('div', 'bar', el('span'), button(words.again, on.again));
  const voice = part('div', 'voice');
  voice.ariaLive = 'polite';
  const node = el('section', chat ? 'thread chat' : 'thread', head(words, chat, title, on), bar, ...(chat ? [part('div', 'pins')] : []), box(words, chat, on), foot(on), voice);
  node.ariaLabel = chat ? words.log : words.title;
  node.lang = words.tag;
  for (const name of ['bar', 'empty', 'failure', 'pill', 'foot', 'earlier', 'later', 'mode', 'shut', 'pins']) {
    const hidden = /** @type {HTMLElement | null} */ (node.querySelector(`[data-part="${name}"]`));
    if (hidden) hidden.hidden = true;
  }
  return node;
}

/** @param {import('./dom.js').Words} words @param {boolean} chat @param {string} title @param {Doings} on */
function head(words, chat, title, on) {
  const status = part('span', 'status', el('span'));
  status.role = 'status';
  const count = part('h2', 'count', chat ? title || words.log : words.title);
  if (chat) {
    const people = part('details', 'people', el('summary', 'viewers'), el('ul'));
    return el('header', 'top', count, people, status);
  }
  const select = /** @type {HTMLSelectElement} */ (part('select', 'sort'));
  select.ariaLabel = words.order;
  for (const order of ORDERS) select.add(new Option(words[`order_${order}`], order));
  select.addEventListener('change', () => on.sort(/** @type {import('./thread.js').Order} */ (select.value)));
  return el('header', 'top', count, part('span', 'viewers'), status, select);
}

/** @param {import('./dom.js').Words} words @param {boolean} chat @param {Doings} on */
function box(words, chat, on) {
  const skeleton = part('div', 'skeletons', el('span', 'unseen', words.loading), el('div', 'skeleton'), el('div', 'skeleton'), el('div', 'skeleton'));
  const empty = part('div', 'empty', icon('bubble'), el('strong', '', chat ? words.emptyChat : words.empty), el('p', '', chat ? words.emptyChatMore : words.emptyMore));
  empty.addEventListener('click', on.write);
  const failure = part('div', 'failure', el('p'), button(words.retry, on.join));
  const feed = part('div', 'feed');
  if (!chat) [feed.role, feed.ariaLabel] = ['feed', words.title];
  const earlier = part('div', 'earlier', button(words.earlier, on.more));
  const later = part('div', 'later', button(words.later, on.more));
  const node = part('div', 'box', earlier, skeleton, empty, failure, feed, later);
  if (chat) [node.role, node.tabIndex, node.ariaLabel, node.ariaLive] = ['log', 0, words.log, 'off'];
  return node;
}

/** @param {Doings} on */
function foot(on) {
  const pill = part('button', 'pill', el('span'), icon('down'));
  pill.addEventListener('click', on.news);
  return part('div', 'foot', pill, part('p', 'mode'), part('div', 'write-here'), part('p', 'shut'), part('p', 'typing'));
}
