// @ts-check
/** Asking the server. Whoever is not signed in any more is told by the event `madang-signed-out`. */

let token = '';

/**
 * What was refused, and why.
 * @typedef {{ok: false, code: string, message?: string, field?: string, retryAfter?: number}} Refused
 */

/**
 * Who is signed in, if anybody; whether there is no owner yet, and whether the host site's tokens are known.
 * @typedef {{user: string, role: string, first: boolean, site: boolean}} Session
 */

/** @param {string} path @param {RequestInit} [options] @returns {Promise<any>} the answer, or a {@link Refused} */
async function ask(path, options = {}) {
  try {
    const response = await fetch(`/api/admin/${path}`, { ...options, headers: { ...options.headers, 'X-Madang-Token': token } });
    if (response.status === 401 && !/^(login|setup)/.test(path)) dispatchEvent(new Event('madang-signed-out'));
    if (response.status === 204) return { ok: true };
    const json = response.headers.get('Content-Type')?.startsWith('application/json');
    return json ? await response.json() : { ok: false, code: response.status === 401 ? 'signed_out' : 'failed' };
  } catch {
    return { ok: false, code: 'offline' };
  }
}

export const api = {
  /** Who is signed in; undefined if the server does not answer. Must be asked before anything is written. @returns {Promise<Session | undefined>} */
  async session() {
    const answer = await ask('session');
    token = answer.token ?? token;
    return answer.ok ? answer : undefined;
  },

  /** @param {string} username @param {string} password */
  async enter(username, password) {
    return ask('login', { method: 'POST', body: new URLSearchParams({ username, password }) });
  },

  /** With the token that the host site gave this browser. */
  async enterBySite() {
    return ask('login/site', { method: 'POST' });
  },

  /** Becomes the owner. @param {string} invitation @param {string} username @param {string} password */
  async setUp(invitation, username, password) {
    return ask('setup', { method: 'POST', body: new URLSearchParams({ token: invitation, username, password }) });
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
