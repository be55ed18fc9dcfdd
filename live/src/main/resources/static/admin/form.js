// @ts-check
/** Fields of the forms before the dashboard, each with a place for what is wrong with it. */
import { el } from '../widget/dom.js';
import { t } from './language.js';

/** @typedef {{box: HTMLElement, input: HTMLInputElement, problem: HTMLElement}} Field */

/** @param {'user' | 'password' | 'invitation'} name @param {string} type @param {AutoFill} complete @returns {Field} */
export function field(name, type, complete) {
  const input = el('input');
  input.type = type;
  input.name = name;
  input.required = true;
  input.autocomplete = complete;
  input.autocapitalize = 'off';
  input.spellcheck = false;
  const problem = el('p', 'problem');
  problem.id = `problem-${name}`;
  problem.role = 'alert';
  return { input, problem, box: el('div', '', el('label', '', el('span', '', t(name)), input), problem) };
}

/** Says what is wrong with a field, or that nothing is. @param {Field} one @param {string} text */
export function said({ input, problem }, text) {
  problem.textContent = text;
  if (text) {
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', problem.id);
    input.focus();
  } else {
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  }
}
