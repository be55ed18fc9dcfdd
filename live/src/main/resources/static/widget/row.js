// @ts-check
/** One comment as an article of the feed, with what its reader may do to it, its replies below it, and the form to reply. */
import { Composer } from './composer.js';
import { avatar, button, el, icon, reconcile, timeOf } from './dom.js';
import { act, choices, told } from './menu.js';

/**
 * @typedef {import('./list.js').Shown} Shown
 * @typedef {import('./list.js').Item} Item
 * @typedef {import('./thread.js').Thread} Thread
 * @typedef {{thread: Thread, words: import('./dom.js').Words, outbox: import('./outbox.js').Outbox, scope: string,
 *   open: Map<string, string>, redraw: (then?: () => void) => void, say: (text: string) => void, home: () => void, feed: () => HTMLElement}} Context
 */

/** @type {WeakMap<HTMLElement, string>} */
const looks = new WeakMap();

/** Fills a node unless it looks like that already; what had the focus has it again. @param {HTMLElement} node @param {unknown[]} look @param {() => Node[]} parts */
export function fill(node, look, parts) {
  const text = JSON.stringify(look);
  if (looks.get(node) === text) return;
  looks.set(node, text);
  const root = /** @type {ShadowRoot} */ (node.getRootNode());
  const act = node.contains(root.activeElement) ? /** @type {HTMLElement} */ (root.activeElement).dataset.act : '';
  node.replaceChildren(...parts());
  if (act) /** @type {HTMLElement | null} */ (node.querySelector(`[data-act="${act}"]`) ?? node.querySelector('[data-act]'))?.focus({ preventScroll: true });
}

/** @param {string} text @returns {(Node | string)[]} with addresses as links */
export function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])/).map((part, index) => {
    if (index % 2 === 0) return part;
    const link = el('a', '', part);
    link.href = part;
    link.rel = 'nofollow ugc noopener noreferrer';
    link.target = '_blank';
    return link;
  });
}

/** The line under a row that is not confirmed: on its way, waiting, or failed with a choice. @param {import('./outbox.js').Entry} entry @param {Context} context */
export function pendingLine(entry, { words, outbox, redraw, say, home }) {
  if (entry.state !== 'failed') return el('p', 'pending', icon('clock'), words[entry.state]);
  const reason = entry.error === 'silent' ? words.silent : entry.error;
  const retry = () => (home(), outbox.retry(entry));
  const drop = () => (outbox.drop(entry), home(), say(words.dropped), redraw());
  return el('div', 'pending failed', icon('warn'), el('span', '', `${words.failed} ${reason}`.trim()), button(words.retry, retry), button(words.remove, drop));
}

export class Rows {
  /** @type {Map<string, Composer>} */ #edits = new Map();
  /** @type {Map<string, {to: string, composer: Composer}>} */ #answers = new Map();
  #c;

  /** @param {Context} context */
  constructor(context) {
    this.#c = context;
  }

  /** @param {boolean} fresh whether new rows appear with motion */
  root = (fresh) => (/** @type {Item} */ item, /** @type {HTMLElement | undefined} */ old) => {
    const node = old ?? this.#article(fresh);
    const [own, replies, after] = /** @type {HTMLElement[]} */ ([...node.children]);
    node.setAttribute('aria-posinset', String(item.index + 1));
    node.setAttribute('aria-setsize', '-1');
    this.#own(node, own, item);
    reconcile(replies, item.replies, (reply, before) => {
      const child = before ?? this.#article(fresh);
      this.#own(child, /** @type {HTMLElement} */ (child.firstElementChild), reply);
      return child;
    });
    this.#after(after, item);
    return node;
  };

  /** @param {boolean} fresh */
  #article(fresh) {
    const node = el('article', fresh ? 'comment arriving' : 'comment', el('div', 'own'), el('div', 'replies'), el('div', 'after'));
    node.tabIndex = -1;
    return node;
  }

  /** @param {HTMLElement} after @param {Item} item */
  #after(after, { row, missing }) {
    const answer = this.#answers.get(row.id);
    fill(after, [missing, answer?.to, row.id], () => [
      ...(missing ? [button(this.#c.words.replies(missing), () => void this.#c.thread.replies(row.id))] : []),
      ...(answer ? [answer.composer.node] : []),
    ]);
  }

  /** @param {HTMLElement} node @param {HTMLElement} own @param {Shown} shown */
  #own(node, own, shown) {
    const { row, entry, held, mine, to } = shown;
    const { words, thread, open } = this.#c;
    const editing = this.#edits.get(row.id);
    node.classList.toggle('unsent', entry !== undefined);
    node.classList.toggle('failed', entry?.state === 'failed');
    node.classList.toggle('gone', row.gone !== undefined);
    node.dataset.id = row.id;
    node.ariaLabel = row.by?.name || words.title;
    const look = editing ? ['edit'] : [row, entry, held, mine, to, thread.votes[row.id], open.get(row.id), thread.mayWrite, thread.moderates];
    fill(own, look, () => {
      if (row.gone) return [el('p', 'stub', row.gone === 'author' ? words.goneAuthor : words.goneModerator)];
      const name = row.by?.name ?? '';
      const body = el('div', 'body', this.#head(shown, name));
      if (editing) body.append(editing.node);
      else body.append(el('p', 'text', ...(to ? [el('span', 'to', `@${to}`), ' '] : []), ...linked(row.text ?? '')));
      if (entry) body.append(pendingLine(entry, this.#c));
      else if (!editing) body.append(this.#actions(shown, name));
      return [avatar(name), body];
    });
  }

  /** @param {Shown} shown @param {string} name */
  #head({ row, entry, held, mine }, name) {
    const { words } = this.#c;
    const head = el('header', 'head', el('strong', 'name', name));
    const kind = row.by?.kind;
    if (kind && kind !== 'guest') head.append(el('span', kind === 'user' ? 'badge' : 'badge role', words[kind]));
    if (mine) head.append(el('span', 'badge', words.you));
    if (!entry) head.append(timeOf(row.at, words));
    if (row.edited) head.append(el('span', 'soft', words.edited));
    if (held) head.append(el('span', 'badge held', words.held));
    if (row.pinned) head.append(el('span', 'badge', icon('pin'), words.pinned));
    return head;
  }

  /** @param {Shown} shown @param {string} name */
  #actions(shown, name) {
    const { row, held } = shown;
    const { words, thread, open, redraw } = this.#c;
    const { id } = row;
    const nodes = [];
    if (!held) nodes.push(this.#vote(row, 1), this.#vote(row, -1));
    if (!held && thread.mayWrite) nodes.push(act('reply', words.reply, () => this.#reply(row, name)));
    const more = act('more', icon('dots'), () => (open.has(id) ? open.delete(id) : open.set(id, 'more'), redraw()), words.more);
    more.ariaExpanded = String(open.has(id));
    nodes.push(more, ...choices(this.#c, shown, () => this.#edit(row)));
    return el('div', 'actions', ...nodes);
  }

  /** @param {import('./thread.js').Row} row @param {1 | -1} value */
  #vote(row, value) {
    const { words, thread } = this.#c;
    const count = value > 0 ? row.up : row.down;
    const face = el('span', 'count', icon(value > 0 ? 'up' : 'less'), count ? String(count) : '');
    const vote = async () => {
      const answer = await thread.vote(row, value);
      if (!answer?.ok) told(this.#c, answer);
    };
    const node = act(value > 0 ? 'up' : 'down', face, () => void vote(), (value > 0 ? words.up : words.down)(count));
    node.ariaPressed = String(thread.votes[row.id] === value);
    return node;
  }

  /** @param {import('./thread.js').Row} row */
  #edit(row) {
    const { words, redraw, thread, open } = this.#c;
    open.delete(row.id);
    const end = () => (this.#edits.delete(row.id), redraw(() => this.#focus(row.id, 'more', composer.node)));
    const submit = async (/** @type {string} */ text) => {
      if (text !== row.text) {
        const answer = await thread.change('edit', row.id, { text });
        if (!answer?.ok) {
          composer.field.value = text;
          return told(this.#c, answer);
        }
      }
      end();
    };
    const composer = new Composer(words, { label: words.edit, hint: '', value: row.text, save: true, cancel: end, submit });
    this.#edits.set(row.id, composer);
    redraw(() => composer.focus());
  }

  /** @param {import('./thread.js').Row} row @param {string} name */
  #reply(row, name) {
    const { words, redraw, outbox, scope, thread } = this.#c;
    const root = row.root && thread.rows.has(row.root) ? row.root : row.id;
    const end = () => (this.#answers.delete(root), redraw(() => this.#focus(row.id, 'reply', composer.node)));
    const submit = (/** @type {string} */ text) => (outbox.add(text, row.id), end());
    const composer = new Composer(words, { label: words.fieldReply, hint: words.hintReply(name), draft: `madang.draft:${scope}:${row.id}`, cancel: end, submit });
    this.#answers.set(root, { to: row.id, composer });
    redraw(() => composer.focus());
  }

  /** Gives the focus back to the button that opened a form. @param {string} id @param {string} act @param {Node} form */
  #focus(id, act, form) {
    if (form.isConnected) return;
    const at = this.#c.feed().querySelector(`[data-id="${id}"] > .own [data-act="${act}"]`);
    if (at instanceof HTMLElement) at.focus({ preventScroll: true });
  }
}

/** Page Up and Page Down walk the feed, as its role promises; one article is in the tab order. @param {HTMLElement} feed */
export function walkable(feed) {
  const rows = () => /** @type {HTMLElement[]} */ ([...feed.querySelectorAll('article')]);
  feed.addEventListener('keydown', (event) => {
    const here = /** @type {HTMLElement} */ (event.target).closest('article');
    if (!here || (event.key !== 'PageDown' && event.key !== 'PageUp')) return;
    const all = rows();
    event.preventDefault();
    all[all.indexOf(here) + (event.key === 'PageDown' ? 1 : -1)]?.focus();
  });
  feed.addEventListener('focusin', (event) => {
    const here = /** @type {HTMLElement} */ (event.target).closest('article');
    for (const row of rows()) row.tabIndex = row === here ? 0 : -1;
  });
  return () => {
    const all = rows();
    if (all.length && !all.some((row) => row.tabIndex === 0)) all[all.length - 1].tabIndex = 0;
  };
}
