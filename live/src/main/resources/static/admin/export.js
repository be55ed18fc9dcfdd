// @ts-check
/** All comments as a file. */
import { el } from '../widget/dom.js';
import { t } from './language.js';

/** @returns {import('./admin.js').View} */
export function exports() {
  const link = el('a', 'solid download', t('download'));
  link.href = '/api/admin/export';
  link.download = '';
  return { node: el('div', 'page', el('h1', '', t('export')), el('div', 'card', el('p', 'text', t('exportMore')), link)) };
}
