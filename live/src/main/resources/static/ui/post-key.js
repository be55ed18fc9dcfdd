// @ts-check
/** From any key of a post (a slug, an address, a number) to the 24 hex digits the server knows posts by. */

/** @param {string} key @returns {string} the id itself in lower case, or the first 12 bytes of the key's SHA-256 */
export function postId(key) {
  const given = key.trim();
  return /^[0-9a-f]{24}$/i.test(given) ? given.toLowerCase() : sha256(given).slice(0, 24);
}

/** @param {number} n @param {number} power @returns {number} the first 32 bits of the fraction of n's root */
const rootBits = (n, power) => {
  const root = n ** power;
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
};

/*
 * FIPS 180-4, written out because `crypto.subtle` does not exist on plain http addresses, where a phone in the same
 * network meets this page. Keys are short; speed does not matter.
 */
/** @param {string} text @returns {string} hex */
export function sha256(text) {
  /** @type {number[]} */
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  const k = primes.map((p) => rootBits(p, 1 / 3));
  const h = primes.slice(0, 8).map((p) => rootBits(p, 1 / 2));
  const bytes = new TextEncoder().encode(text);
  const blocks = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  bytes.forEach((byte, i) => blocks.setUint8(i, byte));
  blocks.setUint8(bytes.length, 128);
  blocks.setUint32(blocks.byteLength - 4, bytes.length * 8);
  const turn = (/** @type {number} */ x, /** @type {number} */ by) => (x >>> by) | (x << (32 - by));
  for (let at = 0; at < blocks.byteLength; at += 64) {
    const w = new Int32Array(64);
    for (let i = 0; i < 64; i++) {
      if (i < 16) w[i] = blocks.getInt32(at + 4 * i);
      else {
        const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
      }
    }
    let [a, b, c, d, e, f, g, z] = h;
    for (let i = 0; i < 64; i++) {
      const t1 = (z + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
      const t2 = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, z] = [(t1 + t2) | 0, a, b, c, (d + t1) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, z].forEach((value, i) => (h[i] = (h[i] + value) | 0));
  }
  return h.map((value) => (value >>> 0).toString(16).padStart(8, '0')).join('');
}
