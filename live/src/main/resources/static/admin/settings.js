// @ts-check
/** What holds for the whole site. What the server refuses is said at the field. */
import { back, reason } from './acts.js';
import { api } from './api.js';
import { el } from '../widget/dom.js';
import { t } from './language.js';
import { EMOJI, MODES, REVIEWS } from './posts.js';
import { toast } from './toast.js';

/** @typedef {import('./language.js').TextKey} TextKey */
/** @typedef {{read: () => unknown, write: (value: any) => void, box: HTMLElement, input: HTMLElement, problem: HTMLElement}} Field */

/** @type {[string, TextKey][]} */
const LINKS = [['allow', 'linksAllow'], ['hold', 'linksHold'], ['reject', 'linksReject']];

/** @returns {import('./admin.js').View} */
export function settings() {
  /** @type {Record<string, Field>} */
  const fields = {
    mode: select('mode', MODES),
    review: select('review', REVIEWS),
    first: number('first', 1, 100),
    slow: number('slowField', 0, 3600),
    reports: number('foldAfter', 0, 1000),
    closeDays: number('closeDays', 0, 36_500),
    links: select('links', LINKS),
    emoji: truth(select('emoji', EMOJI)),
    hold: words('hold'),
    reject: words('reject'),
    allow: words('allow'),
  };
  const save = el('button', 'solid', t('save'));
  const form = el('form', 'settings card', ...Object.values(fields).map(({ box }) => box), save);
  form.noValidate = true;
  /** @type {Record<string, unknown>} */
  let known = {};

  async function load() {
    const answer = await api.get('settings');
    if (!answer.ok) {
      toast(reason(answer.code));
      return;
    }
    known = answer.settings;
    for (const [name, field] of Object.entries(fields)) field.write(known[name]);
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    /** @type {Record<string, unknown>} */
    const patch = {};
    for (const [name, field] of Object.entries(fields)) {
      said(field, '');
      const value = field.read();
      if (JSON.stringify(value) !== JSON.stringify(known[name])) patch[name] = value;
    }
    const answer = await api.send('PUT', 'settings', patch);
    const wrong = fields[answer.field];
    if (!answer.ok && wrong) {
      said(wrong, wrong.input instanceof HTMLInputElement ? t('between', [wrong.input.min, wrong.input.max]) : t('wrongWords'));
      wrong.input.focus();
    } else if (!answer.ok) {
      toast(reason(answer.code));
    } else {
      toast(t('saved'), answer.audit ? () => back([answer.audit], load) : undefined);
      await load();
    }
  });
  load();
  return { node: el('div', 'page', el('h1', '', t('settings')), form) };
}

/** @param {Field} field @param {string} text */
function said(field, text) {
  field.problem.textContent = text;
  if (text) field.input.setAttribute('aria-invalid', 'true');
  else field.input.removeAttribute('aria-invalid');
}

/** @template {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} T @param {TextKey} label @param {T} input */
function labelled(label, input) {
  const problem = el('span', 'problem');
  problem.id = `problem-${label}`;
  problem.role = 'alert';
  input.setAttribute('aria-describedby', problem.id);
  return { input, problem, box: el('div', 'field', el('label', '', el('span', '', t(label)), input), problem) };
}

/** @param {TextKey} label @param {[string, TextKey][]} options @returns {Field} */
function select(label, options) {
  const input = el('select');
  input.append(...options.map(([value, text]) => new Option(t(text), value)));
  return { ...labelled(label, input), read: () => input.value, write: (value) => { input.value = value; } };
}

/** The same for what is so or not. @param {Field} field @returns {Field} */
function truth(field) {
  return { ...field, read: () => field.read() === 'true', write: (value) => field.write(String(value)) };
}

/** @param {TextKey} label @param {number} min @param {number} max @returns {Field} */
function number(label, min, max) {
  const input = el('input');
  input.type = 'number';
  input.min = String(min);
  input.max = String(max);
  input.inputMode = 'numeric';
  return { ...labelled(label, input), read: () => (input.value === '' ? '' : Number(input.value)), write: (value) => { input.value = String(value); } };
}

/** @param {TextKey} label @returns {Field} */
function words(label) {
  const input = el('textarea');
  input.rows = 4;
  input.spellcheck = false;
  const read = () => input.value.split('\n').map((line) => line.trim()).filter(Boolean);
  return { ...labelled(label, input), read, write: (value) => { input.value = value.join('\n'); } };
}
