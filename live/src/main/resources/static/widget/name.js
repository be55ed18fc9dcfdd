// @ts-check
/** The guest's name: kept between visits, with a friendly random default. */
import { kept, uuid } from './storage.js';

const KEY = 'madang.name';
const LONGEST = 40;

/** @param {string} list */
const pick = (list) => list.split(' ')[Math.floor(Math.random() * 6)];

/** @param {unknown} name */
const tidy = (name) => [...String(name ?? '').replace(/\s+/g, ' ').trim()].slice(0, LONGEST).join('');

/** @param {import('./dom.js').Words} words @returns {string} */
export function guestName({ how, who }) {
  const saved = kept.read(KEY);
  return tidy(saved?.name ?? saved) || rename(`${pick(how)} ${pick(who)} ${10 + Math.floor(Math.random() * 90)}`);
}

/** What this browser comes back with as the same guest; nobody else learns it. Pages of the server itself have its cookie instead. @param {boolean} cookie @returns {string} */
export function guestSecret(cookie) {
  const saved = kept.read('madang.guest');
  if (typeof saved === 'string' || cookie) return saved ?? '';
  const secret = uuid();
  kept.write('madang.guest', secret);
  return secret;
}

/** @param {string} name @returns {string} the name as kept, or empty when it cannot be one */
export function rename(name) {
  const kind = tidy(name);
  if (kind) kept.write(KEY, kind);
  return kind;
}
