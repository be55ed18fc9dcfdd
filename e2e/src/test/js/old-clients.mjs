// Clients of three generations in one room of one server; prints what each was told, one JSON line each; bytes are
// shown as {"bytes":"hex"}.
// node old-clients.mjs URL polling|websocket|upgrade
import { createRequire } from "node:module";
import { deadline, note, waitUntil } from "./lib/flow.mjs";

const require = createRequire(import.meta.url);
const [url, mode] = process.argv.slice(2);
const transports = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] }[mode];
const versions = ["2.5.0", "3.1.3", "4.8.4"];
deadline();

const print = (...values) => console.log(JSON.stringify(values.map(shown)));
function shown(value) {
  if (Buffer.isBuffer(value) || value instanceof ArrayBuffer) return { bytes: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return value.map(shown);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]));
  }
  return value;
}
const heard = (socket, event) => new Promise((resolve) => socket.once(event, (...values) => resolve(values)));
const asked = (socket, ...values) => new Promise((resolve) => socket.emit(...values, (...answer) => resolve(answer)));

function open(version, namespace, token) {
  const io = require(`socket.io-client-${version}`);
  const options = { transports, forceNew: true, reconnection: false };
  // What was the query of a namespace became the auth of a connection.
  return io(url + namespace, token ? { ...options, query: { token }, auth: { token } } : options);
}
const refusal = (version) => (version.startsWith("2") ? "error" : "connect_error");

const main = new Map();
for (const version of versions) {
  const socket = open(version, "/");
  socket.on("disconnect", (reason) => note(`${version} disconnected: ${reason}`));
  await heard(socket, "connect");
  main.set(version, socket);
  const [id, protocol] = await asked(socket, "who am I");
  print(version, "joined", id === socket.id, protocol, id === socket.io.engine.id);
}

const bytes = Buffer.from([0, 4, 255, 128]);
for (const [version, socket] of main) {
  print(version, "echo", await asked(socket, "echo", "글😀\u2028", bytes, { deep: [1.5, { in: bytes }] }, null));
  print(version, "empty", await asked(socket, "echo", Buffer.alloc(0), "x".repeat(70_000).length));
}

const news = [...main].map(async ([version, socket]) => [version, "news", await heard(socket, "news")]);
main.get("2.5.0").emit("tell all", "한글 😀", bytes);
for (const each of news) print(...(await each));

for (const [version, socket] of main) socket.on("ask", (value, answer) => answer(version, value));
for (const [version, socket] of main) print(version, "all answer", (await asked(socket, "ask all", bytes)).at(0));

for (const version of versions) {
  const chat = open(version, "/chat", "a b&c=글");
  await heard(chat, "connect");
  const [id, , auth] = await asked(chat, "who am I");
  print(version, "chat", id === chat.id, auth);
  const gone = heard(chat, "disconnect");
  chat.emit("leave me");
  print(version, "left", ...(await gone));
  chat.close();
  for (const namespace of ["/refused", "/refused-with-data", "/nowhere"]) {
    const socket = open(version, namespace);
    const [error] = await heard(socket, refusal(version));
    print(version, namespace, error.message ?? error, error.data);
    socket.close();
  }
}

const old = main.get("2.5.0");
let pongs = 0;
old.on("pong", () => pongs++);
await waitUntil("the old client's pings are answered", () => pongs >= 3);
for (const [version, socket] of main) {
  const expected = mode === "polling" ? "polling" : "websocket";
  await waitUntil(`${version} on ${expected}`, () => socket.io.engine?.transport.name === expected);
  print(version, "still there", (await asked(socket, "echo", 1)).at(0));
  socket.close();
}
process.exit(0);
