// @ts-check
/** The dashboard: who is not signed in sees the form, everybody else the page that the address names. */
import { api } from './api.js';
import { el } from '../widget/dom.js';
import { language, speak, switchLanguage, t } from './language.js';
import { kept } from '../ui/storage.js';
import { exports } from './export.js';
import { log } from './log.js';
import { login } from './login.js';
import { numbers } from './numbers.js';
import { people } from './people.js';
import { posts } from './posts.js';
import { queue } from './queue.js';
import { settings } from './settings.js';

/**
 * @typedef {object} View
 * @property {HTMLElement} node
 * @property {() => void} [leave] lets go of what it holds
 * @property {(event: KeyboardEvent) => void} [key] hears keys that no field takes
 */

/** @typedef {import('./language.js').TextKey} TextKey */

/** @type {Record<string, {text: TextKey, open: () => View}>} */
const pages = {
  queue: { text: 'queue', open: queue },
  numbers: { text: 'numbers', open: numbers },
  posts: { text: 'posts', open: posts },
  people: { text: 'people', open: people },
  settings: { text: 'settings', open: settings },
  log: { text: 'log', open: log },
  export: { text: 'export', open: exports },
};

const content = byId('content');
/** @type {View | undefined} */
let view;
let signedIn = false;

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element #${id}`);
  return node;
}

/** @param {View} next */
function show(next) {
  view?.leave?.();
  view = next;
  content.replaceChildren(next.node);
  speak();
}

function route() {
  const name = location.hash.replace(/^#\/?/, '').split('?')[0] ?? '';
  const known = pages[name] ? name : Object.keys(pages)[0] ?? '';
  const page = pages[known];
  byId('nav').hidden = byId('leave').hidden = !signedIn;
  if (!signedIn || !page) {
    document.title = `${t('signIn')} · Madang`;
    show(login(enter));
    return;
  }
  document.title = `${t(page.text)} · Madang`;
  for (const link of byId('nav').querySelectorAll('a')) {
    if (link.hash === `#/${known}`) {
      link.ariaCurrent = 'page';
      link.scrollIntoView({ block: 'nearest', inline: 'center' });
    } else {
      link.removeAttribute('aria-current');
    }
  }
  show(page.open());
}

function menu() {
  byId('nav').replaceChildren(...Object.entries(pages).map(([name, page]) => {
    const link = el('a');
    link.href = `#/${name}`;
    link.dataset.text = page.text;
    link.textContent = t(page.text);
    return link;
  }));
}

async function enter() {
  signedIn = Boolean(await api.session());
  route();
}

menu();
speak();
byId('language').addEventListener('click', () => {
  switchLanguage();
  route();
});
byId('theme').addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  kept.write('madang.theme', root.dataset.theme);
  route();
});
byId('leave').addEventListener('click', async () => {
  await api.leave();
  await enter();
});
document.addEventListener('keydown', (event) => {
  const field = event.target instanceof Element && event.target.closest('input, textarea, select, dialog');
  if (!field && !event.ctrlKey && !event.metaKey && !event.altKey) view?.key?.(event);
});
addEventListener('hashchange', route);
addEventListener('madang-signed-out', () => {
  signedIn = false;
  route();
});
document.documentElement.lang = language();
await enter();
