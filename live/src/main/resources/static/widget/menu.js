// @ts-check
/** What may be done with a row besides answering: by its author, by readers, and by who keeps order. */
import { button, el } from './dom.js';

const OUT = /** @type {const} */ ([10, 60, 600, 3600, 86400]);

/**
 * @typedef {{words: import('./dom.js').Words, thread: import('./thread.js').Thread, say: (text: string) => void, home: () => void,
 *   open: Map<string, string>, redraw: (then?: () => void) => void}} Context
 */

/** @param {string} key @param {string | Node} face @param {() => void} run @param {string} [label] */
export function act(key, face, run, label = '') {
  const node = button(face, run, 'act', label);
  node.dataset.act = key;
  return node;
}

/** @param {Context} c @param {any} answer @param {string} [done] */
export function told(c, answer, done = '') {
  c.say(answer?.ok ? done : String(answer?.error ?? c.words.silent));
}

/**
 * @param {Context} c @param {import('./list.js').Shown} shown @param {(() => void) | null} edit
 * @returns {HTMLElement[]}
 */
export function choices(c, { row, held, mine }, edit) {
  const { words, thread } = c;
  const { id } = row;
  const state = c.open.get(id);
  const show = (/** @type {string} */ what) => (what ? c.open.set(id, what) : c.open.delete(id), c.redraw());
  const run = async (/** @type {() => Promise<any>} */ ask, done = '') => {
    c.open.delete(id);
    const answer = await ask();
    told(c, answer, done);
    if (answer?.ok) c.home();
  };
  if (state === 'sure') {
    return [el('span', 'sure', words.sure), act('really', words.remove, () => void run(() => thread.change('remove', id), words.goneAuthor)), act('no', words.cancel, () => show(''))];
  }
  if (state !== 'more') return [];
  const nodes = [];
  if (mine && edit && thread.mayWrite) nodes.push(act('edit', words.edit, edit));
  if (mine) nodes.push(act('remove', words.remove, () => show('sure')));
  else if (!thread.moderates) nodes.push(act('report', words.report, () => void run(() => thread.change('report', id, { reason: 'other' }), words.reported)));
  if (!thread.moderates || held) return nodes;
  const moderate = (/** @type {string} */ action, more = {}) => void run(() => thread.change('moderate', id, { action, ...more }), words.done);
  nodes.push(act('pin', row.pinned ? words.unpin : words.pin, () => void run(() => thread.change('pin', id, { on: !row.pinned }), words.done)));
  if (mine) return nodes;
  const out = el('select', 'act');
  out.ariaLabel = words.timeout;
  out.dataset.act = 'timeout';
  out.add(new Option(words.timeout, ''));
  for (const seconds of OUT) out.add(new Option(words.span(seconds), String(seconds)));
  out.addEventListener('change', () => moderate('timeout', { seconds: Number(out.value) }));
  nodes.push(act('hide', words.hide, () => void run(() => thread.change('remove', id), words.done)), out, act('shadow', words.shadow, () => moderate('shadow')), act('ban', words.ban, () => moderate('ban')));
  return nodes;
}
