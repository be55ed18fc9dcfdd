// @ts-check
/** The comments page: an article to try the widget below, which the server has filled already. */
import '../widget/element.js';
import { byId, dress, t } from './page.js';

dress(/** @type {HTMLElement} */ (byId('thread').firstElementChild), () => t('commentsTitle'));
byId('window').addEventListener('click', (event) => {
  event.preventDefault();
  window.open(location.href, '_blank', 'noopener,popup,width=520,height=760');
});
