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
import { setup } from './setup.js';

/**
 * @typedef {object} View
 * @property {HTMLElement} node
 * @property {() => void} [leave] lets go of what it holds
 * @property {(event: KeyboardEvent) => void} [key] hears keys that no field takes
 */

/** @typedef {import('./language.js').TextKey} TextKey */

/** @type {Record<string, {text: TextKey, open: () => View, owner?: boolean}>} */
const pages = {
  queue: { text: 'queue', open: queue },
  numbers: { text: 'numbers', open: numbers, owner: true },
  posts: { text: 'posts', open: posts },
  people: { text: 'people', open: people },
  settings: { text: 'settings', open: settings, owner: true },
  log: { text: 'log', open: log },
  export: { text: 'export', open: exports, owner: true },
};

const content = byId('content');
/** @type {View | undefined} */
let view;
/** @type {import('./api.js').Session} */
let session = { user: '', role: '', first: false, site: false };
/** What the link in the log holds: it is taken out of the address, which is kept in the history. */
let invitation = '';

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
  const known = pages[name] && mine(pages[name]) ? name : Object.keys(pages)[0] ?? '';
  const page = pages[known];
  byId('nav').hidden = byId('leave').hidden = !session.user;
  if (!session.user || !page) {
    document.title = `${t(session.first ? 'setUp' : 'signIn')} · Madang`;
    show(session.first ? setup(enter, invitation) : login(enter, session.site, invitation !== ''));
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

/** Whether a page is for who signed in. @param {{owner?: boolean}} page */
function mine(page) {
  return !page.owner || session.role === 'owner';
}

function menu() {
  byId('nav').replaceChildren(...Object.entries(pages).filter(([, page]) => mine(page)).map(([name, page]) => {
    const link = el('a');
    link.href = `#/${name}`;
    link.dataset.text = page.text;
    link.textContent = t(page.text);
    return link;
  }));
}

async function enter() {
  session = await api.session() ?? session;
  if (session.user && location.pathname !== '/admin') history.replaceState(null, '', '/admin');
  if (session.user) invitation = '';
  menu();
  route();
}

/** Who brings a token of the host site comes in without being asked, unless they just left. */
async function arrive() {
  const hash = location.hash.slice(1);
  if (location.pathname === '/admin/setup' && hash && !hash.startsWith('/')) {
    invitation = hash;
    history.replaceState(null, '', '/admin/setup');
  }
  const known = await api.session();
  if (known?.site && !known.user && !known.first) await api.enterBySite();
  await enter();
}

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
addEventListener('hashchange', () => (location.pathname === '/admin/setup' ? arrive() : route()));
addEventListener('madang-signed-out', () => {
  session = { ...session, user: '', role: '' };
  route();
});
document.documentElement.lang = language();
await arrive();
