// @ts-check
/** The chat page: the rooms at its side, and the one that is open. */
import '../widget/element.js';
import { onLanguage } from './language.js';
import { byId, dress, t } from './page.js';
import { kept } from './storage.js';

const LONGEST = 64;
const MOST = 12;
const EVERY_MS = 20_000;
const VISITED = 'madang.rooms';

/** @typedef {{room: string, post: string, count: number, viewers: number}} Room */

const open = tidy(new URLSearchParams(location.search).get('room') ?? '') || 'madang';
/** How many messages a room had when it was left. @type {Record<string, number>} */
const visited = kept.read(VISITED) ?? {};
/** @type {Room[]} */
let rooms = [{ room: open, post: '', count: 0, viewers: 0 }];

const chat = document.createElement('madang-chat');
chat.dataset.guest = 'cookie';
chat.dataset.post = `chat:${open}`;
chat.dataset.title = `# ${open}`;
dress(chat, () => `${open} · ${t('chatTitle')}`);
byId('chat').append(chat);
onLanguage(show);
byId('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  const room = tidy(/** @type {HTMLInputElement} */ (byId('room')).value);
  if (room) location.assign(addressOf(room));
});
visit(visited[open] ?? 0);
show();
setInterval(() => document.hidden || void ask(), EVERY_MS);
document.addEventListener('visibilitychange', () => document.hidden || void ask());
void ask();

/** @param {string} text */
function tidy(text) {
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, LONGEST).join('');
}

/** @param {string} room */
function addressOf(room) {
  return `/chat?${new URLSearchParams({ room })}`;
}

/** The open room is the one visited last; who has visited many forgets the oldest. @param {number} count */
function visit(count) {
  delete visited[open];
  visited[open] = count;
  for (const room of Object.keys(visited).slice(0, -MOST)) delete visited[room];
  kept.write(VISITED, visited);
}

async function ask() {
  const query = new URLSearchParams(Object.keys(visited).map((room) => ['room', room]));
  const answer = await fetch(`/api/v2/rooms?${query}`).then((got) => got.json(), () => null);
  if (!answer?.ok) return;
  rooms = answer.rooms;
  visit(rooms.find(({ room }) => room === open)?.count ?? 0);
  show();
}

function show() {
  byId('rooms').replaceChildren(...rooms.map(item));
}

/** @param {Room} one */
function item({ room, count, viewers }) {
  const node = document.createElement('li');
  const link = document.createElement('a');
  const name = document.createElement('span');
  name.textContent = room;
  name.className = 'room-name';
  link.append(name);
  link.href = addressOf(room);
  if (room === open) link.setAttribute('aria-current', 'page');
  const news = room === open || visited[room] === undefined ? 0 : count - visited[room];
  if (news > 0) link.append(badge('news', news > 99 ? '99+' : String(news), t('newMessages', news)));
  if (viewers > 0) link.append(badge('here', String(viewers), t('people', viewers)));
  node.append(link);
  return node;
}

/** @param {string} className @param {string} text @param {string} label */
function badge(className, text, label) {
  const node = document.createElement('span');
  const words = document.createElement('span');
  node.className = className;
  node.title = label;
  words.className = 'unseen';
  words.textContent = label;
  const shown = document.createElement('span');
  shown.textContent = text;
  shown.setAttribute('aria-hidden', 'true');
  node.append(shown, words);
  return node;
}
