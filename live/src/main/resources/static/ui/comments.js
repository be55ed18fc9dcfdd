// @ts-check
/** The comments page: an article to try the widget below, and switches for its language and its theme. */
import '../widget/element.js';
import { byId } from './dom.js';
import { language, onLanguage, speak, switchLanguage, t } from './language.js';
import { kept } from './storage.js';

const DEMO_POST = '64b7f0c2a1d3e4f5a6b7c8d9';

const thread = document.createElement('madang-comments');
const root = document.documentElement;

function dress() {
  speak();
  document.title = `${t('commentsTitle')} · Madang`;
  thread.dataset.lang = language();
  if (root.dataset.theme) thread.dataset.theme = root.dataset.theme;
}

thread.dataset.guest = 'cookie';
thread.dataset.post = new URLSearchParams(location.search).get('post') || DEMO_POST;
dress();
byId('thread').append(thread);
onLanguage(dress);
byId('language').addEventListener('click', switchLanguage);
byId('theme').addEventListener('click', () => {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = thread.dataset.theme = dark ? 'light' : 'dark';
  kept.write('madang.theme', root.dataset.theme);
});
byId('window').addEventListener('click', (event) => {
  event.preventDefault();
  window.open(location.href, '_blank', 'noopener,popup,width=520,height=760');
});
