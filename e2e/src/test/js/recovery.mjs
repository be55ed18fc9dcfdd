// A client whose connection is cut again and again while another one makes the server send; prints what it went through.
// node recovery.mjs PORT CLIENT-VERSION TRANSPORTS CUTS settled|any
//
// settled: it is cut when its upgrade is done, and must be recovered each time.
// any: it is cut at any time, and closed as soon as an upgrade is under way. What it then holds and has not handled it
// counts for no offset, so it may be given a new socket; but never an event twice.
import { cable } from "./lib/cable.mjs";
import { deadline, note, waitUntil } from "./lib/flow.mjs";

const [port, version, transports, cuts, when] = process.argv.slice(2);
const { io } = await import(`socket.io-client-${version}`);
deadline();

const line = await cable(Number(port));
const options = { transports: transports.split(","), forceNew: true, reconnectionDelay: 5, reconnectionDelayMax: 20 };
const sender = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true });
const subject = io(line.url, options);
let ticks = 0;
let last = 0;
let connections = 0;
let fresh = false;
let ambush = false;
subject.on("connect", () => {
  connections++;
  fresh ||= when === "any" && !subject.recovered;
});
subject.on("tick", (number) => {
  if (number !== last + 1 && !(fresh && number > last)) {
    note(`${number} came behind ${last}`);
    process.exit(1);
  }
  last = number;
  fresh = false;
});
subject.io.on("open", () => {
  const engine = subject.io.engine;
  engine.once("upgrading", () => {
    if (ambush) {
      ambush = false;
      engine.close();
    }
  });
});

await waitUntil("both are in", () => subject.connected && sender.connected);
const id = subject.id;
let recovered = 0;
if (when === "settled") {
  await cut(0);
  console.log(`recovered without an event: ${subject.recovered}`);
}
for (let round = 1; round <= Number(cuts); round++) {
  await tick(3);
  await cut(round);
  recovered += subject.recovered && subject.id === id ? 1 : 0;
}
ambush = false;
await settled();
await waitUntil("it is in the room", async () => (await sender.emitWithAck("members")).includes(subject.id));
await tick(1);
await waitUntil("all ticks are here", () => last === ticks);
console.log(when === "settled" ? `recovered with events: ${recovered}` : "each event once and in order, or a new socket");
const members = await sender.emitWithAck("members");
console.log(`room: ${members.includes(subject.id) && (when === "any" || subject.id === id)}`);
subject.disconnect().connect();
await waitUntil("the new socket is in", () => subject.connected);
console.log(`recovered after leaving: ${Boolean(subject.recovered)}`);
process.exit(0);

async function tick(count) {
  for (let i = 0; i < count; i++) {
    ticks = await sender.emitWithAck("tick");
  }
}

// The client has moved to its last transport, and the server knows.
async function settled() {
  const { engine } = subject.io;
  const name = transports.split(",").at(-1);
  await waitUntil(
    "the upgrade is done",
    () => subject.connected && subject.io.engine.readyState === "open" && subject.io.engine.transport.name === name,
  );
  if (engine === subject.io.engine) {
    await subject.emitWithAck("members");
  } else {
    await settled();
  }
}

async function cut(round) {
  const before = connections;
  if (when === "settled") {
    await settled();
  } else {
    ambush = round % 3 === 0;
  }
  if (round % 2 === 0) {
    subject.io.engine.close();
  } else {
    line.pull();
    await tick(2);
    // A client closed in the answer that brings its CONNECT reply takes itself for connected until the next connection.
    const noticed = () => !subject.connected || subject.io.engine.readyState !== "open";
    await waitUntil("the client has noticed", noticed);
    line.plug();
  }
  await tick(2);
  await waitUntil("the client is back", () => subject.connected && connections > before);
}
