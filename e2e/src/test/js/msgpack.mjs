// Talks MessagePack to a server and prints what was said, one JSON line each; bytes are shown as {"bytes":"hex"}.
// node msgpack.mjs URL polling|websocket|upgrade
import parser from "socket.io-msgpack-parser";
import { io } from "socket.io-client-4.8.4";
import { deadline, note, waitUntil } from "./lib/flow.mjs";

const [url, mode] = process.argv.slice(2);
const transports = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] }[mode];
const options = { parser, transports, forceNew: true, reconnection: false };
deadline();

const print = (...values) => console.log(JSON.stringify(values.map(shown)));
function shown(value) {
  if (Buffer.isBuffer(value) || value instanceof ArrayBuffer) return { bytes: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return value.map(shown);
  if (value && typeof value === "object" && !(value instanceof Date)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]));
  }
  return value;
}
const heard = (socket, event) => new Promise((resolve) => socket.once(event, (...values) => resolve(values)));

const refused = io(url + "/admin", { ...options, auth: { token: "wrong" } });
const [error] = await heard(refused, "connect_error");
print("refused", error.message, error.data);
const unknown = io(url + "/nowhere", options);
print("unknown", (await heard(unknown, "connect_error"))[0].message);

const socket = io(url + "/admin", {
  ...options,
  auth: { token: "right", key: Buffer.from([1, 2]), gone: undefined, n: [1.5, null] },
});
const other = io(url, options);
print("auth", ...(await heard(socket, "auth")));
if (!other.connected) await heard(other, "connect");

const values = [
  "글 😀", 0, -1, -33, 128, 65536, 4294967296, -2147483649, 1.5, -0, true, null, undefined,
  { nested: [{ bytes: Buffer.from("abc") }], empty: Buffer.alloc(0), gone: undefined },
  new Date(1740425401627), new Uint8Array([7, 8]).buffer, "x".repeat(300), Array.from({ length: 20 }, (_, i) => i),
];
socket.emit("echo", ...values);
print("echo", ...(await heard(socket, "echoed")));
print("acked", ...(await new Promise((resolve) => socket.emit("upload", "file", Buffer.from([9, 8, 7]), (...answer) => resolve(answer)))));
socket.on("ask", (question, bytes, reply) => reply({ to: question, back: bytes }, Buffer.from("zz")));
socket.emit("ask me");
print("answered", ...(await heard(socket, "answer")));

const shouts = Promise.all([heard(socket, "shout"), heard(other, "shout")]);
socket.emit("broadcast", { all: Buffer.from([5]) });
for (const shout of await shouts) print("shout", ...shout);
const asked = heard(socket, "counted");
other.on("count", (n, reply) => reply(n + 1));
socket.emit("count all");
print("counted", ...(await asked));

const expected = mode === "polling" ? "polling" : "websocket";
for (const each of [socket, other]) {
  await waitUntil(`on ${expected}`, () => each.io.engine.transport.name === expected);
}
socket.emit("upload", "after", Buffer.from([1]), (...answer) => {
  print("acked", ...answer);
  socket.once("disconnect", (reason) => {
    print("disconnect", reason);
    note(`done over ${expected}`);
    process.exit(0);
  });
  socket.emit("leave");
});
