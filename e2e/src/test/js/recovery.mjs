// A client whose connection is cut again and again while another one makes the server send; prints what it went through.
// node recovery.mjs PORT CLIENT-VERSION TRANSPORTS CUTS
import { cable } from "./lib/cable.mjs";
import { deadline, note, waitUntil } from "./lib/flow.mjs";

const [port, version, transports, cuts] = process.argv.slice(2);
const { io } = await import(`socket.io-client-${version}`);
deadline(100_000);

const line = await cable(Number(port));
const options = { transports: transports.split(","), forceNew: true, reconnectionDelay: 5, reconnectionDelayMax: 20 };
const sender = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true });
const subject = io(line.url, options);
let ticks = 0;
let last = 0;
let connections = 0;
subject.on("connect", () => connections++);
subject.on("tick", (number) => {
  if (number !== last + 1) {
    note(`${number} came behind ${last}`);
    process.exit(1);
  }
  last = number;
});

await waitUntil("both are in", () => subject.connected && sender.connected);
const id = subject.id;
await cut(0);
console.log(`recovered without an event: ${subject.recovered}`);
let recovered = 0;
for (let round = 1; round <= Number(cuts); round++) {
  await tick(3);
  await cut(round);
  recovered += subject.recovered && subject.id === id ? 1 : 0;
}
await tick(1);
await waitUntil("all ticks are here", () => last === ticks);
console.log(`recovered with events: ${recovered}`);
console.log(`room: ${(await sender.emitWithAck("members")).includes(id)}`);
subject.disconnect().connect();
await waitUntil("the new socket is in", () => subject.connected);
console.log(`recovered after leaving: ${Boolean(subject.recovered)}`);
process.exit(0);

async function tick(count) {
  for (let i = 0; i < count; i++) {
    ticks = await sender.emitWithAck("tick");
  }
}

async function cut(round) {
  const before = connections;
  await waitUntil("the upgrade is done", () => subject.io.engine.transport.name === transports.split(",").at(-1));
  if (round % 2 === 0) {
    subject.io.engine.close();
  } else {
    line.pull();
    await tick(2);
    await waitUntil("the client has noticed", () => !subject.connected);
    line.plug();
  }
  await tick(2);
  await waitUntil("the client is back", () => subject.connected && connections > before, 30_000);
}
