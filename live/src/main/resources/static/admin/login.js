// @ts-check
/** The form to sign in with. */
import { api } from './api.js';
import { el } from '../widget/dom.js';
import { t } from './language.js';

/** @param {() => Promise<void>} enter runs when the password was right @returns {import('./admin.js').View} */
export function login(enter) {
  const user = field('user', 'text', 'username');
  const password = field('password', 'password', 'current-password');
  const problem = el('p', 'problem');
  problem.role = 'alert';
  const button = el('button', 'solid', t('signIn'));
  const form = el('form', 'login', el('h1', '', t('dashboard')), user.label, password.label, problem, button);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    problem.textContent = '';
    const answer = await api.enter(user.input.value, password.input.value);
    button.disabled = false;
    if (answer.ok) {
      await enter();
      return;
    }
    problem.textContent = t(answer.code === 'wrong' ? 'wrong' : answer.code === 'locked' ? 'locked' : 'offline');
    password.input.select();
  });
  return { node: form };
}

/** @param {'user' | 'password'} name @param {string} type @param {AutoFill} complete */
function field(name, type, complete) {
  const input = el('input');
  input.type = type;
  input.name = name;
  input.required = true;
  input.autocomplete = complete;
  input.autocapitalize = 'off';
  return { input, label: el('label', '', el('span', '', t(name)), input) };
}
