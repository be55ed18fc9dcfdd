// @ts-check
/** The form to sign in with. */
import { api } from './api.js';
import { button as press, el } from '../widget/dom.js';
import { field } from './form.js';
import { t } from './language.js';

/** @typedef {import('./language.js').TextKey} TextKey */

/** @type {Record<string, TextKey>} */
const codes = { wrong: 'wrong', locked: 'locked', forbidden: 'notModerator', unavailable: 'unavailable' };

/**
 * @param {() => Promise<void>} enter runs when somebody got in
 * @param {boolean} site whether an account of the host site may do
 * @param {boolean} used whether somebody comes with a link that set the owner up already
 * @returns {import('./admin.js').View}
 */
export function login(enter, site, used) {
  const user = field('user', 'text', 'username');
  const password = field('password', 'password', 'current-password');
  const problem = el('p', 'problem');
  problem.role = 'alert';
  const button = el('button', 'solid', t('signIn'));
  const account = site ? press(t('bySite'), () => come(() => api.enterBySite(), true), 'quiet') : '';
  const form = el('form', 'login', el('h1', '', t('dashboard')), used ? el('p', 'soft', t('usedLink')) : '', user.box, password.box, problem, button, account);

  /** @param {() => Promise<any>} ask @param {boolean} [byToken] */
  async function come(ask, byToken = false) {
    button.disabled = true;
    problem.textContent = '';
    const answer = await ask();
    button.disabled = false;
    if (answer.ok) {
      await enter();
      return;
    }
    problem.textContent = t(byToken && answer.code === 'wrong' ? 'noToken' : codes[answer.code] ?? 'offline');
    if (!byToken) password.input.select();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    come(() => api.enter(user.input.value, password.input.value));
  });
  return { node: form };
}
