// What JavaScript makes of JSON.
// node json.mjs check FILE   for each line a JSON text: JSON.stringify(JSON.parse(text)), or "refused"
// node json.mjs same FILE    pairs of lines: prints the number of each pair that does not mean the same to JavaScript
// node json.mjs make SEED COUNT   random values, as JSON.stringify writes them
import { readFileSync } from "node:fs";

const [task, argument, count] = process.argv.slice(2);
const out = [];
if (task === "make") {
  const random = mulberry(Number(argument));
  for (let i = 0; i < Number(count); i++) {
    out.push(JSON.stringify(value(random, 4)) ?? "null");
  }
} else {
  const lines = readFileSync(argument, "utf8").split("\n").slice(0, -1);
  for (let i = 0; i < lines.length; i += task === "check" ? 1 : 2) {
    if (task === "check") {
      out.push(meaning(lines[i]));
    } else if (meaning(lines[i]) !== meaning(lines[i + 1])) {
      out.push(`${i / 2}: ${lines[i]} became ${lines[i + 1]}`);
    }
  }
}
process.stdout.write(out.map((line) => line + "\n").join(""));

function meaning(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return "refused";
  }
}

function mulberry(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

function text(random) {
  let result = "";
  for (let i = random(12); i > 0; i--) {
    const special = ["\ud800", "\udfff", "\u2028", "\u2029", "\0", "\x1f", "\x7f", '"', "\\", "/", "가", "😀", "\ufeff", "<"];
    result += random(3) ? String.fromCharCode(97 + random(26)) : special[random(special.length)];
  }
  return result;
}

function number(random) {
  const edges = [-0, 0, 1, -1, 1e21, 1e20, 123456789012345680000, 2 ** 53, 2 ** 53 + 2, -(2 ** 63), 2 ** 64, 1e-6, 1e-7, 5e-324,
    Number.MAX_VALUE, 0.1, -1.5, NaN, Infinity, -Infinity];
  switch (random(3)) {
    case 0: return edges[random(edges.length)];
    case 1: return random(2 ** 32) - 2 ** 31;
    default: return (random(2 ** 32) / 2 ** random(60)) * 10 ** (random(40) - 20) * (random(2) ? 1 : -1);
  }
}

function value(random, depth) {
  switch (random(depth ? 8 : 5)) {
    case 0: return [null, true, false, undefined][random(4)];
    case 1: case 2: return number(random);
    case 3: case 4: return text(random);
    case 5: return Array.from({ length: random(5) }, () => value(random, depth - 1));
    default: {
      const object = Object.create(null);
      for (let i = random(5); i > 0; i--) {
        const names = ["__proto__", "constructor", "", "a", "b", "10", "2", "\u2028", "글"];
        object[random(2) ? names[random(names.length)] : "k" + random(1000)] = value(random, depth - 1);
      }
      return object;
    }
  }
}
