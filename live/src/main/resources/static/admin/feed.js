// @ts-check
/** What the server tells an open dashboard: its numbers, and that something waits. One line for all who listen. */
import { api } from './api.js';

const AGAIN_MS = 2000;

/** @typedef {Record<string, (value: any) => void>} Listeners by event */

/** @type {Set<Listeners>} */
const all = new Set();
/** @type {EventSource | undefined} */
let source;
let timer = 0;

/** Hears of later events, and of the past once more. @param {Listeners} listeners @returns {() => void} lets go */
export function listen(listeners) {
  all.add(listeners);
  open();
  return () => {
    all.delete(listeners);
    if (all.size === 0) hush();
  };
}

function open() {
  hush();
  source = new EventSource('/api/admin/live');
  for (const name of ['past', 'now', 'queue']) {
    source.addEventListener(name, (event) => {
      const value = JSON.parse(event.data);
      for (const listeners of all) listeners[name]?.(value);
    });
  }
  source.addEventListener('error', async (event) => {
    const lost = /** @type {EventSource} */ (event.target);
    lost.close();
    if (lost !== source) return;
    const who = await api.session();
    if (lost !== source) return;
    if (who && !who.user) dispatchEvent(new Event('madang-signed-out'));
    else timer = setTimeout(open, AGAIN_MS);
  });
}

function hush() {
  clearTimeout(timer);
  source?.close();
  source = undefined;
}
