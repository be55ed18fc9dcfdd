// permessage-deflate between the server and the clients' own WebSocket library, with each of its parameters, and then
// through Socket.IO clients. The server echoes "big" and "both", and "plain" without compressing it.
// node deflate.mjs URL; prints a line per client: what was agreed on, and whether the echo came compressed.
import WebSocket from "ws";
import { deadline, waitUntil } from "./lib/flow.mjs";

const [url] = process.argv.slice(2);
deadline();
const text = "compressible ".repeat(500);

const offers = {
  "all defaults": true,
  "no context takeover asked for": { serverNoContextTakeover: true, clientNoContextTakeover: true },
  "any client window": { clientMaxWindowBits: true },
  "a client window of 9": { clientMaxWindowBits: 9 },
  "a server window of 15": { serverMaxWindowBits: 15 },
  "a server window of 10": { serverMaxWindowBits: 10 },
  "no threshold": { threshold: 0, zlibDeflateOptions: { level: 1 } },
  "nothing offered": false,
};

for (const [name, perMessageDeflate] of Object.entries(offers)) {
  console.log(`${name}: ${await raw(perMessageDeflate)}`);
}
for (const version of ["4.7.5", "4.8.4"]) {
  for (const transports of [["websocket"], ["polling", "websocket"]]) {
    console.log(`socket.io ${version} ${transports}: ${await socketIo(version, transports)}`);
  }
}
process.exit(0);

async function raw(perMessageDeflate) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate });
  const received = [];
  let agreed = "nothing";
  socket.on("upgrade", (answer) => {
    agreed = answer.headers["sec-websocket-extensions"] ?? agreed;
  });
  socket.on("message", (data) => received.push(data.toString()));
  await waitUntil("open", () => received.length === 1);
  socket.send("40");
  await waitUntil("joined", () => received.length === 2);
  const sizes = [];
  for (const [event, compress] of [["big", true], ["big", false], ["plain", true]]) {
    const before = socket._socket.bytesRead;
    const count = received.length;
    socket.send(`42${JSON.stringify([event, text])}`, { compress });
    await waitUntil(event, () => received.length > count);
    same(received.at(-1), `42${JSON.stringify([event, text])}`);
    sizes.push(socket._socket.bytesRead - before < text.length / 10 ? "small" : "whole");
  }
  socket.close();
  return `${agreed}: ${sizes.join(" ")}`;
}

async function socketIo(version, transports) {
  const { io } = await import(`socket.io-client-${version}`);
  const socket = io(url, { transports, forceNew: true, reconnection: false, perMessageDeflate: { threshold: 100 } });
  await waitUntil("connected", () => socket.connected && socket.io.engine.transport.name === "websocket");
  const binary = Buffer.alloc(100_000, 7);
  const received = [];
  socket.on("both", (...values) => received.push(values));
  for (let i = 0; i < 3; i++) {
    socket.emit("both", text, binary);
  }
  await waitUntil("echoes", () => received.length === 3);
  for (const [echo, bytes] of received) {
    same(echo, text);
    same(Buffer.compare(bytes, binary), 0);
  }
  const read = socket.io.engine.transport.ws._socket.bytesRead;
  socket.disconnect();
  return read < text.length ? "small" : "whole";
}

function same(actual, wanted) {
  if (actual !== wanted) {
    throw new Error(`got ${String(actual).slice(0, 100)}`);
  }
}
