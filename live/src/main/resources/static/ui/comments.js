// @ts-check
/** The comments page: one post's thread over contract v1 on the main namespace. */
import { Announcer } from './announcer.js';
import { drawComment, walkable } from './comment-row.js';
import { Composer } from './composer.js';
import { Courier } from './courier.js';
import { byId, oncePerFrame, reconcile } from './dom.js';
import { Follow } from './follow.js';
import { guestName } from './guest.js';
import { onLanguage, t } from './language.js';
import { Line } from './line.js';
import { Mine } from './mine.js';
import { Outbox } from './outbox.js';
import { postId } from './post-key.js';
import { reasonOf, sayReason } from './refusal.js';
import { Shell } from './shell.js';
import { seoulTime } from './time.js';
import { Timeline, weave } from './timeline.js';

/** @typedef {{_id: string, content: string, userId: string, createdAt: string}} Comment */
/** @typedef {import('./outbox.js').Entry} Entry */

const DEMO_POST = '64b7f0c2a1d3e4f5a6b7c8d9';
const LOAD_MS = 10_000;

const post = postId(new URLSearchParams(location.search).get('post') || DEMO_POST);
const scope = `comments:${post}`;
const list = byId('list');
const timeline = new Timeline();
const mine = new Mine(scope);
const announcer = new Announcer((n) => t('newComments', n));
const shell = new Shell('commentsTitle', () => line.again());
const composer = new Composer(scope, await guestName(), { send });
const follow = new Follow(/** @type {HTMLElement} */ (document.scrollingElement), list, byId('pill'), (n) => (n ? t('newComments', n) : ''));
const outbox = new Outbox(scope, () => {
  redraw();
  courier.nudge();
});
const courier = new Courier(outbox, { deliver, arrived: confirmed, changed: () => redraw(), slowed: (ms) => composer.slowed(ms) });
const draw = drawComment({ retry, remove });
const tabStop = walkable(list);

/** @type {'loading' | 'ready' | 'failed'} */
let phase = 'loading';
let failure = '';
let loadTimer = 0;
let news = 0;
let jump = false;
let drawn = false;
/** @type {{entry: Entry, answer: (answer: any) => void} | null} */
let inFlight = null;

const redraw = oncePerFrame(() => {
  const first = phase === 'ready' && !drawn;
  drawn ||= first;
  const shown = weave(timeline.rows, outbox.entries, (id) => mine.has(id));
  reconcile(list, shown.map((row, index) => ({ ...row, index, fresh: !first })), draw);
  tabStop();
  list.setAttribute('aria-busy', String(phase === 'loading'));
  byId('count').textContent = drawn ? t('thread', timeline.rows.length) : t('siteComments');
  byId('loading').hidden = phase !== 'loading' || timeline.rows.length > 0;
  byId('empty').hidden = phase !== 'ready' || shown.length > 0;
  byId('failure').hidden = phase !== 'failed';
  byId('failure-text').textContent = `${t('loadFailed')} ${sayReason(failure)}`.trim();
  if (first) {
    follow.settle();
    if (shown.length === 0) composer.invite();
  } else if (jump) follow.jump();
  else follow.grew(news);
  jump = false;
  news = 0;
});

const line = new Line('/', {
  show: (state, attempt) => shell.line(state, attempt),
  up: join,
  down: () => {
    clearTimeout(loadTimer);
    courier.close();
  },
  events: {
    load_comments: loaded,
    comment_added: added,
    comment_confirmed: (said) => {
      const words = inFlight?.entry;
      if (words && said?.comment?.content === words.text && said.comment.userId === words.name) inFlight?.answer({ ok: true, ...said });
    },
    comment_error: (said) => {
      if (String(said?.message).includes('불러오는')) failed(reasonOf(said));
      else inFlight?.answer({ ok: false, ...said });
    },
    connection_error: () => {
      shell.trouble();
      if (phase === 'loading') failed('errServer');
    },
  },
});

function join() {
  clearTimeout(loadTimer);
  loadTimer = setTimeout(() => failed('errSilent'), LOAD_MS);
  line.tell('join_post', post);
}

/** @param {Comment} comment @returns {import('./timeline.js').Row} */
function rowOf({ _id, content, userId, createdAt }) {
  const id = String(_id);
  return { key: id, id, name: String(userId), text: String(content), at: seoulTime(createdAt), placed: true };
}

/** @param {Comment[]} comments */
function loaded(comments) {
  if (!Array.isArray(comments)) return;
  clearTimeout(loadTimer);
  const again = timeline.rows.length > 0 || phase === 'ready';
  const fresh = timeline.replace(comments.map(rowOf));
  if (again) heard(fresh, timeline.last);
  phase = 'ready';
  redraw();
  courier.open();
}

/** @param {Comment} comment */
function added(comment) {
  const row = rowOf(comment);
  const ours = isInFlight(row);
  if (ours && inFlight) row.key = inFlight.entry.cid;
  if (timeline.add(row) && !ours && !mine.has(row.id)) heard(1, row);
  redraw();
}

/** @param {import('./timeline.js').Row} row */
const isInFlight = (row) => inFlight?.entry.text === row.text && inFlight.entry.name === row.name;

/** @param {number} count @param {import('./timeline.js').Row | undefined} row */
function heard(count, row) {
  if (!row) return;
  news += count;
  shell.arrived(count);
  announcer.arrived(count, `${row.name}: ${row.text}`);
}

/** @param {string} reason */
function failed(reason) {
  clearTimeout(loadTimer);
  phase = 'failed';
  failure = reason;
  redraw();
}

/** @param {string} name @param {string} text */
function send(name, text) {
  outbox.add(name, text);
  jump = true;
  redraw();
  courier.nudge();
}

/** @param {Entry} entry @returns {Promise<any>} the acknowledgement, or what the contract's events say of it, whichever comes first */
function deliver(entry) {
  const { cid, name, text } = entry;
  return new Promise((resolve, reject) => {
    inFlight = { entry, answer: resolve };
    line.ask('new_comment', { userId: name, postId: post, content: text, cid }).then(resolve, reject);
  }).finally(() => (inFlight = null));
}

/** @param {Entry} entry @param {{comment?: Comment}} answer */
function confirmed(entry, { comment }) {
  if (comment) {
    const row = rowOf(comment);
    mine.add(row.id);
    timeline.settle({ ...row, key: entry.cid });
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

byId('reload').addEventListener('click', () => {
  phase = 'loading';
  redraw();
  if (line.up) join();
  else line.again();
});
byId('window').addEventListener('click', (event) => {
  event.preventDefault();
  window.open(location.href, '_blank', 'noopener,popup,width=520,height=760');
});
onLanguage(redraw);
redraw();
