// The rows of profile engine-client, with the official engine client. node engine-client.mjs URL CLIENT-VERSION TRANSPORT
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { deadline } from "../lib/flow.mjs";
import { next, row } from "../lib/rows.mjs";

const [url, version, transport] = process.argv.slice(2);
const require = createRequire(import.meta.resolve(`socket.io-client-${version}`));
const { Socket } = require("engine.io-client");
deadline();

const socket = new Socket(url, { transports: [transport] });
const handshake = next(socket, "handshake");
const greeting = next(socket, "message");
await row("handshake", async () => {
  const [open] = await handshake;
  assert.equal(open.pingInterval, 500);
  assert.equal(open.maxPayload, 100);
});
await row("open: hi", async () => assert.deepEqual(await greeting, ["hi"]));
await row("any text: itself", async () => assert.equal(await answer("a text"), "a text"));
await row("any bytes: themselves", async () => {
  assert.deepEqual([...new Uint8Array(await answer(Buffer.from([255, 0])))], [255, 0]);
});
await row("give binary", async () => {
  assert.deepEqual([...new Uint8Array(await answer("give binary"))], [0, 1, 2, 3, 4]);
});
await row("give utf8", async () => {
  assert.equal(await answer("give utf8"), "пойду спать всем спокойной ночи");
});
await row("sendHeaders", async () => {
  const headers = JSON.parse(await answer("sendHeaders"));
  assert.equal(headers.host, new URL(url).host);
  assert.equal(headers["content-type"], transport === "polling" ? "text/plain;charset=UTF-8" : undefined);
});
await row("four cookies", async () => {
  const response = await fetch(`${url}/engine.io/?EIO=4&transport=polling`);
  const [one, two, three, four] = response.headers.getSetCookie();
  assert.equal(one, "1=1; Max-Age=86400");
  assert.equal(two, "2=2; Path=/; HttpOnly; Secure; SameSite=Strict");
  assert.equal(three, "3=3; Max-Age=0");
  assert.match(four, /^4=4; Expires=\w+, \d+ \w+ \d+ [0-9:]+ GMT$/);
  const [open] = (await response.text()).split("\x1e");
  const { sid } = JSON.parse(open.slice(1));
  const later = await fetch(`${url}/engine.io/?EIO=4&transport=polling&sid=${sid}`);
  assert.deepEqual(later.headers.getSetCookie(), []);
});
await row("ping every 500 ms", async () => {
  await next(socket, "ping");
  await next(socket, "ping");
});
await row("deny", async () => {
  const [error] = await next(new Socket(url, { transports: [transport], query: { deny: 1 } }), "error");
  assert.equal(error.type, "TransportError");
  const response = await fetch(`${url}/engine.io/?EIO=4&transport=polling&deny=1`);
  assert.equal(response.status, 403);
  assert.deepEqual(await response.json(), { code: 4, message: "Forbidden" });
});
await row("101 bytes: closed", async () => {
  const closed = next(socket, "close");
  socket.send("x".repeat(101));
  const [reason, details] = await closed;
  if (transport === "polling") {
    assert.equal(reason, "transport error");
    assert.equal(details.context.status, 413);
  } else {
    assert.equal(reason, "transport close");
    assert.equal(details.context.code, 1009);
    assert.equal(details.context.reason, "");
  }
});
process.exit(0);

async function answer(message) {
  const answered = next(socket, "message");
  socket.send(message);
  return (await answered)[0];
}
