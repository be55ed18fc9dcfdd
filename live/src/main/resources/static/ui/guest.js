// @ts-check
/** The guest's name: kept between visits, with a friendly random default. */
import { kept, own } from './storage.js';
import { language } from './language.js';

const KEY = 'madang.name';
const LONGEST = 40;

const words = {
  ko: [
    ['다정한', '느긋한', '반가운', '씩씩한', '포근한', '명랑한', '슬기로운', '고요한'],
    ['수달', '까치', '고라니', '다람쥐', '두루미', '호랑이', '너구리', '제비'],
  ],
  en: [
    ['Kind', 'Calm', 'Sunny', 'Brave', 'Gentle', 'Merry', 'Clever', 'Quiet'],
    ['Otter', 'Magpie', 'Deer', 'Squirrel', 'Crane', 'Tiger', 'Badger', 'Swallow'],
  ],
};

function invented() {
  const pick = (/** @type {string[]} */ list) => list[Math.floor(Math.random() * list.length)];
  const [how, who] = words[language()];
  return `${pick(how)} ${pick(who)} ${10 + Math.floor(Math.random() * 90)}`;
}

/** @returns {Promise<boolean>} whether no other window of this browser is open on these pages */
function alone() {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((answer) => {
    navigator.locks
      .request(KEY, { ifAvailable: true }, (lock) => {
        answer(lock !== null);
        return lock && new Promise(() => {});
      })
      .catch(() => answer(true));
  });
}

/** @param {unknown} name */
const tidy = (name) => [...String(name ?? '').replace(/\s+/g, ' ').trim()].slice(0, LONGEST).join('');

/*
 * Two windows side by side are the first thing people try. As long as nobody chose a name, the second window gets
 * a name of its own, so that the two look like two people; a chosen name goes for all windows opened later.
 */
export async function guestName() {
  const single = await alone();
  let name = tidy(own.read(KEY));
  if (!name) {
    const saved = kept.read(KEY);
    const savedName = tidy(saved?.name);
    name = savedName && (saved.chosen || single) ? savedName : invented();
    if (!savedName) kept.write(KEY, { name, chosen: false });
  }
  own.write(KEY, name);
  return name;
}

/** @param {string} name @returns {string} the name as kept, or empty when it cannot be one */
export function rename(name) {
  const kind = tidy(name);
  if (kind) {
    own.write(KEY, kind);
    kept.write(KEY, { name: kind, chosen: true });
  }
  return kind;
}
