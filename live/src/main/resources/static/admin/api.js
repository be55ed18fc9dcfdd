// @ts-check
/** Asking the server. Whoever is not signed in any more is told by the event `madang-signed-out`. */

let token = '';

/**
 * What was refused, and why.
 * @typedef {{ok: false, code: string, message?: string, field?: string, retryAfter?: number}} Refused
 */

/** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} the answer, or a {@link Refused} */
async function ask(path, options = {}) {
  try {
    const response = await fetch(`/api/admin/${path}`, { ...options, headers: { ...options.headers, 'X-Madang-Token': token } });
    if (response.status === 401 && path !== 'login') dispatchEvent(new Event('madang-signed-out'));
    if (response.status === 204) return { ok: true };
    const json = response.headers.get('Content-Type')?.startsWith('application/json');
    return json ? await response.json() : { ok: false, code: response.status === 401 ? 'signed_out' : 'failed' };
  } catch {
    return { ok: false, code: 'offline' };
  }
}

export const api = {
  /** Who is signed in, or nothing; undefined if the server does not answer. Must be asked before anything is written. @returns {Promise<string | undefined>} */
  async session() {
    const answer = await ask('session');
    token = answer.token ?? token;
    return answer.user;
  },

  /** @param {string} username @param {string} password */
  async enter(username, password) {
    return ask('login', { method: 'POST', body: new URLSearchParams({ username, password }) });
  },

  async leave() {
    return ask('logout', { method: 'POST' });
  },

  /** @param {string} path @param {Record<string, string>} [query] */
  async get(path, query = {}) {
    const text = new URLSearchParams(query).toString();
    return ask(text ? `${path}?${text}` : path);
  },

  /** @param {'POST' | 'PUT' | 'DELETE'} method @param {string} path @param {unknown} value */
  async send(method, path, value) {
    return ask(path, { method, body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } });
  },
};
