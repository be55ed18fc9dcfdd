// @ts-check
/** Times: how long ago something was, kept fresh on the page. */
import { el } from './dom.js';
import { language, onLanguage, t } from './language.js';

const steps = /** @type {const} */ ([[60, 'second', 1], [3600, 'minute', 60], [86400, 'hour', 3600], [7 * 86400, 'day', 86400]]);

/** @param {number} at @param {number} [now] */
export function ago(at, now = Date.now()) {
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < 45) return t('now');
  for (const [limit, unit, size] of steps) {
    if (seconds < limit * 0.985) {
      const count = Math.max(1, Math.round(seconds / size));
      return new Intl.RelativeTimeFormat(language(), { style: 'long' }).format(-count, unit);
    }
  }
  return new Date(at).toLocaleDateString(language(), { dateStyle: 'medium' });
}

/** @param {number} at */
export const clock = (at) => new Date(at).toLocaleTimeString(language(), { hour: 'numeric', minute: '2-digit' });

/** @param {number} at @returns {string} the reader's own day */
export function dayKey(at) {
  const day = new Date(at);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}

/** @param {number} at */
export function dayName(at) {
  if (dayKey(at) === dayKey(Date.now())) return t('today');
  if (dayKey(at) === dayKey(Date.now() - 86_400_000)) return t('yesterday');
  return new Date(at).toLocaleDateString(language(), { dateStyle: 'full' });
}

/** @type {Record<string, (at: number) => string>} */
const forms = { ago, clock };

/** @param {number} at @param {'ago' | 'clock'} form @returns {HTMLTimeElement} */
export function timeOf(at, form) {
  const node = el('time');
  node.dateTime = new Date(at).toISOString();
  node.dataset.form = form;
  write(node);
  return node;
}

/** @param {HTMLTimeElement} node */
function write(node) {
  const at = Date.parse(node.dateTime);
  const text = forms[node.dataset.form ?? 'ago'](at);
  if (node.textContent === text) return;
  node.textContent = text;
  node.title = new Date(at).toLocaleString(language(), { dateStyle: 'full', timeStyle: 'short' });
}

const freshen = () => document.querySelectorAll('time').forEach(write);
setInterval(freshen, 20_000);
onLanguage(() => {
  document.querySelectorAll('time').forEach((node) => (node.textContent = ''));
  freshen();
});
