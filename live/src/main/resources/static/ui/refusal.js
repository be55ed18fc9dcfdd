// @ts-check
/** What a refusal of the server means: wait and send again, or tell the writer why in the writer's language. */
import { t } from './language.js';

/** @typedef {import('./language.js').TextKey} TextKey */

/** @type {[string, TextKey][]} */
const known = [
  ['너무 빠르게', 'errFast'],
  ['필수 입력', 'errEmpty'],
  ['2,000자', 'errLong'],
  ['유효하지 않은 게시글', 'errPost'],
  ['입력 형식', 'errForm'],
  ['서버 연결', 'errServer'],
];

/** @param {any} answer `{error, message}` of an acknowledgement or an event @returns {string} a text key, or the server's own words */
export function reasonOf(answer) {
  const words = `${answer?.error ?? ''} ${answer?.message ?? ''}`;
  return known.find(([part]) => words.includes(part))?.[1] ?? String(answer?.error ?? answer?.message ?? '');
}

/** @param {string} reason */
export function sayReason(reason) {
  return reason.startsWith('err') ? t(/** @type {TextKey} */ (reason)) : reason;
}
