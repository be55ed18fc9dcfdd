// @ts-check
/** Browser storage that never throws: where it is forbidden or full, values live as long as the page. */

/** @param {() => Storage} open */
function box(open) {
  /** @type {Map<string, string>} */
  const spare = new Map();
  /** @template T @param {(storage: Storage) => T} use @param {T} otherwise @returns {T} */
  const tried = (use, otherwise) => {
    try {
      return use(open());
    } catch {
      return otherwise;
    }
  };
  return {
    /** @param {string} key @returns {any} the value, or null */
    read(key) {
      const text = spare.get(key) ?? tried((s) => s.getItem(key), null);
      try {
        return text === null ? null : JSON.parse(text);
      } catch {
        return null;
      }
    },
    /** @param {string} key @param {unknown} value */
    write(key, value) {
      const text = JSON.stringify(value);
      spare.delete(key);
      if (!tried((s) => (s.setItem(key, text), true), false)) spare.set(key, text);
    },
    /** @param {string} key */
    drop(key) {
      spare.delete(key);
      tried((s) => s.removeItem(key), undefined);
    },
    /** @param {string} prefix @returns {string[]} */
    keys(prefix) {
      const stored = tried((s) => Object.keys(s), /** @type {string[]} */ ([]));
      return [...new Set([...stored, ...spare.keys()])].filter((key) => key.startsWith(prefix));
    },
  };
}

/** Shared by all windows, kept after closing. */
export const kept = box(() => localStorage);
/** Of this window alone; survives a reload. */
export const own = box(() => sessionStorage);

/** A random version 4 UUID; `crypto.randomUUID` is missing on plain http addresses other than localhost. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
