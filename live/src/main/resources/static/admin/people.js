// @ts-check
/** Who was stopped, and people to be found by name. */
import { act, back, reason } from './acts.js';
import { api } from './api.js';
import { avatar, button, el } from '../widget/dom.js';
import { language, t } from './language.js';
import { toast } from './toast.js';

const GATHER_MS = 250;

/** @returns {import('./admin.js').View} */
export function people() {
  const search = el('input');
  search.type = 'search';
  search.maxLength = 100;
  const stopped = el('ul', 'rows');
  const nobody = el('p', 'soft', t('nobodyStopped'));
  const writers = el('ul', 'rows');
  const found = el('h2', '', t('writers'));
  const none = el('p', 'soft', t('nobodyFound'));
  const more = button(t('more'), () => load(next), 'quiet');
  /** @type {string | null} */
  let next = null;
  let timer = 0;
  let asked = 0;

  /** The newest, or those who follow a cursor. @param {string | null} [cursor] */
  async function load(cursor = null) {
    const question = ++asked;
    const answer = await api.get('people', { name: search.value.trim(), cursor: cursor ?? '' });
    if (question !== asked) return;
    if (!answer.ok) {
      toast(reason(answer.code));
      return;
    }
    stopped.replaceChildren(...answer.stopped.map(stoppedRow));
    nobody.hidden = answer.stopped.length > 0;
    if (!cursor) writers.replaceChildren();
    writers.append(...answer.writers.map(writerRow));
    next = answer.next;
    more.hidden = !next;
    found.hidden = !search.value.trim();
    none.hidden = found.hidden || writers.children.length > 0;
  }

  const again = () => load();

  /** @param {{person: string, name: string, banned: boolean, until: number | null, shadowed: boolean}} one */
  function stoppedRow(one) {
    const end = one.until ? t('until', new Date(one.until).toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' })) : '';
    const how = [one.banned ? (end || t('forEver')) : '', one.shadowed ? t('shadowed') : ''].filter(Boolean).join(' · ');
    const free = button(t('letGo'), async () => {
      const answer = await api.send('POST', 'people/free', { person: one.person });
      toast(answer.ok ? t('freed') : reason(answer.code), answer.audit ? () => back([answer.audit], again) : undefined);
      again();
    }, 'quiet');
    return el('li', 'card person', avatar(one.name || '?'), el('b', '', one.name), el('span', 'soft', how), free);
  }

  /** @param {import('./queue.js').Waits} row */
  function writerRow(row) {
    const items = [{ post: row.post, id: row.id }];
    return el('li', 'card waits',
      el('div', 'row-head', avatar(row.name || '?'), el('b', '', row.name), row.member ? el('span', 'badge', t('member')) : ''),
      el('p', 'text', row.text),
      el('div', 'acts',
        button(t('timeout'), () => act('timeout', items, 'timedOut', { seconds: 3600, undone: again }).then(again), 'quiet'),
        button(t('shadow'), () => act('shadow', items, 'shadowed_', { undone: again }).then(again), 'quiet'),
        button(t('ban'), () => act('ban', items, 'banned', { undone: again }).then(again), 'quiet bad')));
  }

  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(again, GATHER_MS);
  });
  load();
  return {
    node: el('div', 'page', el('h1', '', t('people')), el('label', 'search', el('span', '', t('searchName')), search), el('h2', '', t('stopped')), stopped, nobody, found, writers, none, more),
    leave() {
      clearTimeout(timer);
      asked++;
    },
  };
}
