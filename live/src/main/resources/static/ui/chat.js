// @ts-check
/** The chat page: one room over the namespace `/chat`. */
import { Announcer } from './announcer.js';
import { chatItems, drawChat } from './chat-row.js';
import { Composer } from './composer.js';
import { Courier } from './courier.js';
import { byId, oncePerFrame, reconcile } from './dom.js';
import { Follow } from './follow.js';
import { guestName } from './guest.js';
import { onLanguage, t } from './language.js';
import { Line } from './line.js';
import { Mine } from './mine.js';
import { Outbox } from './outbox.js';
import { reasonOf, sayReason } from './refusal.js';
import { Shell } from './shell.js';
import { Timeline, weave } from './timeline.js';
import { Unread } from './unread.js';

/** @typedef {{id: string, seq: number, name: string, text: string, at: number}} Message */
/** @typedef {import('./outbox.js').Entry} Entry */

const MOST_ROWS = 300;
const RETRY_MS = 5000;

const room = (new URLSearchParams(location.search).get('room') || 'madang').trim().slice(0, 64);
const scope = `chat:${room}`;
const log = byId('log');
const list = byId('list');
const timeline = new Timeline();
const mine = new Mine(scope);
const announcer = new Announcer((n) => t('newMessages', n));
const shell = new Shell('chatTitle', () => line.again());
const composer = new Composer(scope, await guestName(), { send, renamed: () => void join() });
const follow = new Follow(log, list, byId('pill'), (n) => (n ? t('newMessages', n) : t('latest')));
const unread = new Unread(scope);
const outbox = new Outbox(scope, () => {
  redraw();
  courier.nudge();
});
const courier = new Courier(outbox, { deliver, arrived: confirmed, changed: () => redraw(), slowed: (ms) => composer.slowed(ms) });
const draw = drawChat({ retry, remove });

/** @type {'loading' | 'ready' | 'failed'} */
let phase = 'loading';
let failure = '';
let people = 0;
let news = 0;
let jump = false;
let drawn = false;
let retryTimer = 0;
/** @type {Entry | null} */
let inFlight = null;

const redraw = oncePerFrame(() => {
  const first = phase === 'ready' && !drawn;
  if (follow.following) timeline.trim(MOST_ROWS);
  const rows = weave(timeline.rows, outbox.entries, (id) => mine.has(id));
  reconcile(list, chatItems(rows, unread.id, drawn), draw);
  byId('people').textContent = people ? t('people', people) : '';
  byId('loading').hidden = phase !== 'loading' || rows.length > 0;
  byId('empty').hidden = phase !== 'ready' || rows.length > 0;
  byId('failure').hidden = phase !== 'failed';
  byId('failure-text').textContent = `${t('loadFailed')} ${sayReason(failure)}`.trim();
  if (first) {
    drawn = true;
    follow.jump();
    composer.invite();
  } else if (jump) follow.jump();
  else follow.grew(news);
  jump = false;
  news = 0;
  look();
});

const line = new Line('/chat', {
  show: (state, attempt) => shell.line(state, attempt),
  up: () => void join(),
  down: () => {
    clearTimeout(retryTimer);
    courier.close();
  },
  events: {
    chat_message: (message) => take([message]),
    chat_people: (said) => {
      people = Number(said?.count) || 0;
      redraw();
    },
  },
});

async function join() {
  clearTimeout(retryTimer);
  const after = timeline.last?.seq;
  const asked = { room, name: composer.name, ...(after === undefined ? {} : { after }) };
  const answer = await line.ask('chat_join', asked, 10_000).catch(() => null);
  if (!answer?.ok) {
    if (line.up) failed(answer ? reasonOf(answer) : 'errSilent');
    return;
  }
  people = Number(answer.people) || people;
  const page = Array.isArray(answer.messages) ? answer.messages : [];
  if (answer.reload) timeline.replace(page.map(rowOf));
  else take(page);
  phase = 'ready';
  unread.arrived(timeline.rows, (id) => mine.has(id));
  redraw();
  courier.open();
}

/** @param {Message} message @returns {import('./timeline.js').Row} */
function rowOf({ id, seq, name, text, at }) {
  return { key: String(id), id: String(id), seq: Number(seq), name: String(name), text: String(text), at: Number(at), placed: true };
}

/** @param {Message[]} messages */
function take(messages) {
  let fresh = 0;
  for (const row of messages.map(rowOf)) {
    const ours = inFlight !== null && inFlight.text === row.text && inFlight.name === row.name;
    if (ours && inFlight) row.key = inFlight.cid;
    if (timeline.add(row) && !ours && !mine.has(row.id)) fresh++;
  }
  if (fresh && phase === 'ready') {
    const last = /** @type {import('./timeline.js').Row} */ (timeline.last);
    news += fresh;
    shell.arrived(fresh);
    announcer.arrived(fresh, `${last.name}: ${last.text}`);
    if (!present()) unread.arrived(timeline.rows, (id) => mine.has(id));
  }
  redraw();
}

/** @param {string} reason */
function failed(reason) {
  phase = 'failed';
  failure = reason;
  retryTimer = setTimeout(() => void join(), RETRY_MS);
  redraw();
}

/** @param {string} name @param {string} text */
function send(name, text) {
  outbox.add(name, text);
  unread.clear();
  jump = true;
  redraw();
  courier.nudge();
}

/** @param {Entry} entry */
function deliver(entry) {
  inFlight = entry;
  return line.ask('chat_send', { cid: entry.cid, text: entry.text }).finally(() => (inFlight = null));
}

/** @param {Entry} entry @param {{message?: Message}} answer */
function confirmed(entry, { message }) {
  if (message) {
    mine.add(String(message.id));
    timeline.add({ ...rowOf(message), key: entry.cid });
  }
  redraw();
}

/** @param {Entry} entry */
function retry(entry) {
  composer.focus();
  courier.retry(entry);
}

/** @param {Entry} entry */
function remove(entry) {
  outbox.drop(entry.cid);
  composer.focus();
  announcer.say(t('removed'));
  redraw();
}

const present = () => !document.hidden && follow.following;

/** What stands at the end of the log before somebody's eyes has been read. */
function look() {
  if (present() && phase === 'ready') unread.seen(timeline.last?.seq ?? 0);
}

document.addEventListener('visibilitychange', look);
log.addEventListener('scroll', look, { passive: true });
byId('reload').addEventListener('click', () => {
  phase = 'loading';
  redraw();
  if (line.up) void join();
  else line.again();
});
byId('room').textContent = room;
onLanguage(redraw);
redraw();
