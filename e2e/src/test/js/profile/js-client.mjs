// The rows of profile js-client, with the official client. node js-client.mjs URL CLIENT-VERSION TRANSPORT
import assert from "node:assert/strict";
import { PATIENCE, deadline } from "../lib/flow.mjs";
import { next, row } from "../lib/rows.mjs";

const [url, version, transport] = process.argv.slice(2);
const { io } = await import(`socket.io-client-${version}`);
const options = { transports: [transport], forceNew: true, reconnection: false };
const lol = { hello: "lol", message: Buffer.from("x"), goodbye: "gotcha" };
deadline();

const socket = io(url, { ...options });
const heard = [];
socket.onAny((event) => heard.push(event));
await next(socket, "connect");

await row("/ getId: the id is not the engine's", async () => {
  assert.equal(await ask("getId"), socket.id);
  assert.notEqual(socket.id, socket.io.engine.id);
});
await row("/ connect: nothing is sent", () => assert.deepEqual(heard, []));
await row("/ hi", async () => assert.deepEqual(await answer("hi", ["hi"]), []));
await row("/ echo", async () => {
  assert.equal(await ask("echo", null), null);
  assert.deepEqual(await ask("echo", { a: [1, "é", false] }), { a: [1, "é", false] });
});
await row("/ ack", async () => {
  socket.once("ack", (reply) => reply(5, { test: true }));
  assert.deepEqual(await answer("got it", ["ack"]), []);
});
await row("/ getAckDate", async () => date(await ask("getAckDate", 1)));
await row("/ getDate", async () => date(...(await answer("takeDate", ["getDate"]))));
await row("/ getDateObj", async () => date((await answer("takeDateObj", ["getDateObj"]))[0].date));
await row("/ getUtf8", async () => {
  const texts = [];
  socket.on("takeUtf8", (text) => texts.push(text));
  socket.emit("getUtf8");
  await ask("getId");
  assert.deepEqual(texts, ["てすと", "Я Б Г Д Ж Й", "Ä ä Ü ü ß", "utf8 — string", "utf8 — string"]);
});
await row("/ false", async () => assert.deepEqual(await answer("false", ["false"]), [false]));
await row("/ doge", async () => assert.deepEqual(await answer("doge", ["doge"]), [Buffer.from("asdfasdf")]));
await row("/ getbin", async () => assert.deepEqual(await answer("takebin", ["getbin"]), [Buffer.from("asdfasdf")]));
await row("/ buffa, blob", async () => {
  assert.deepEqual(await answer("buffack", ["buffa", "text"], ["buffa", Buffer.from("x")]), []);
  assert.deepEqual(await answer("back", ["blob", Buffer.from("x")]), []);
  assert.equal(heard.filter((event) => event === "buffack").length, 1);
});
await row("/ jsonbuff, jsonblob", async () => {
  assert.deepEqual(await answer("jsonbuff-ack", ["jsonbuff", { hello: "lol" }], ["jsonbuff", lol]), []);
  assert.deepEqual(await answer("jsonblob-ack", ["jsonblob", lol]), []);
  assert.equal(heard.filter((event) => event === "jsonbuff-ack").length, 1);
});
await row("/ abuff1, abuff2", async () => {
  assert.deepEqual(await answer("abuff2-ack", ["abuff1", Buffer.from("x")], ["abuff2", Buffer.from("y")]), []);
});
await row("/ blob1, blob2, blob3", async () => {
  const bytes = Buffer.from("x");
  assert.deepEqual(await answer("blob3-ack", ["blob1", bytes], ["blob2", "second"], ["blob3", bytes]), []);
});
await row("/ getHandshake", async () => assert.equal((await ask("getHandshake")).query.transport, transport));

await row("/ middleware: fail", async () => {
  const error = await refused(`${url}/?fail=true`);
  assert.equal(error.message, "Auth failed (main namespace)");
});
await row("/no middleware", async () => {
  assert.equal((await refused(`${url}/no`)).message, "Auth failed (custom namespace)");
});
await row("/foo getId", async () => {
  const foo = await joined("/foo");
  assert.equal(await foo.timeout(PATIENCE).emitWithAck("getId"), foo.id);
});
await row("/abc handshake", async () => {
  const abc = io(`${url}/abc?b=%E2%82%AC&a=1`, { ...options, auth: { c: [3] } });
  const [handshake] = await next(abc, "handshake");
  assert.equal(handshake.query.a, "1");
  assert.equal(handshake.query.b, "€");
  assert.deepEqual(handshake.auth, { c: [3] });
});
await row("/timeout_socket, /valid, /asd", () => Promise.all(["/timeout_socket", "/valid", "/asd"].map(joined)));
for (const absent of ["/invalid", "/timeout", "/bar", "/room1", "/room2"]) {
  await row(`${absent}: there is none`, async () => {
    assert.equal((await refused(url + absent)).message, "Invalid namespace");
  });
}
await row("recovery: same id, and recovered", async () => {
  const other = io(url, { ...options, reconnection: true, reconnectionDelay: 10 });
  other.emit("hi");
  await next(other, "hi");
  const id = other.id;
  const back = next(other, "connect");
  other.io.engine.close();
  await back;
  assert.equal(other.id, id);
  assert.equal(other.recovered, true);
  other.disconnect();
});
await row("handshakes take 10 ms", async () => {
  const start = process.hrtime.bigint();
  const response = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
  assert.equal(response.status, 200);
  assert.ok(process.hrtime.bigint() - start >= 9_000_000n);
});
process.exit(0);

function ask(...event) {
  return socket.timeout(PATIENCE).emitWithAck(...event);
}

/** The arguments of an event that some emits cause, without the offset that recovery puts behind them. */
async function answer(event, ...emits) {
  const answered = next(socket, event);
  for (const emit of emits) {
    socket.emit(...emit);
  }
  const args = await answered;
  assert.equal(typeof args.pop(), "string");
  return args;
}

async function joined(namespace) {
  const other = io(url + namespace, { ...options });
  await next(other, "connect");
  return other;
}

async function refused(address) {
  const [error] = await next(io(address, { ...options }), "connect_error");
  return error;
}

function date(text) {
  assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
}
