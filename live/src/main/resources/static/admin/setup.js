// @ts-check
/** The first page of a new server: who brings the link of the log chooses the owner's name and password. */
import { api } from './api.js';
import { el } from '../widget/dom.js';
import { field, said } from './form.js';
import { t } from './language.js';

/** @typedef {import('./language.js').TextKey} TextKey */

/** @type {Record<string, TextKey>} */
const flaws = { name: 'flawName', short: 'flawShort', long: 'flawLong', same: 'flawSame' };

/**
 * @param {() => Promise<void>} enter runs when there is an owner, who is signed in
 * @param {string} invitation what the link held; empty if it has to be typed
 * @returns {import('./admin.js').View}
 */
export function setup(enter, invitation) {
  const token = field('invitation', 'text', 'off');
  const user = field('user', 'text', 'username');
  const password = field('password', 'password', 'new-password');
  token.input.value = invitation;
  token.box.hidden = invitation !== '';
  user.input.maxLength = 40;
  const visible = el('input');
  visible.type = 'checkbox';
  visible.addEventListener('change', () => {
    password.input.type = visible.checked ? 'text' : 'password';
  });
  const hint = el('p', 'hint', t('passwordHint'));
  password.box.append(hint, el('label', 'check', visible, el('span', '', t('showPassword'))));
  const problem = el('p', 'problem');
  problem.role = 'alert';
  const button = el('button', 'solid', t('becomeOwner'));
  const form = el('form', 'login',
    el('h1', '', t('setUp')), el('p', 'soft', t(invitation ? 'setUpMore' : 'setUpWhere')), token.box, user.box, password.box, problem, button);
  form.noValidate = true;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const fields = [token, user, password];
    for (const one of fields) said(one, '');
    problem.textContent = '';
    const empty = fields.find(({ input }) => !input.value.trim());
    if (empty) {
      said(empty, t('flawEmpty'));
      return;
    }
    button.disabled = true;
    const answer = await api.setUp(token.input.value.trim(), user.input.value, password.input.value);
    button.disabled = false;
    const wrong = { username: user, name: user, password }[/** @type {string} */ (answer.field)];
    if (answer.ok) {
      await enter();
    } else if (wrong) {
      said(wrong, t(flaws[answer.code] ?? 'failed'));
    } else {
      if (answer.code === 'wrong') token.box.hidden = false;
      problem.textContent = t(answer.code === 'wrong' ? 'wrongLink' : answer.code === 'locked' ? 'locked' : answer.code === 'unavailable' ? 'unavailable' : 'offline');
    }
  });
  return { node: form };
}
