// Clients whose server takes leave of them; prints why each was disconnected when all are back by themselves.
// node drained.mjs URL CLIENT-VERSION CLIENTS
import { deadline, waitUntil } from "./lib/flow.mjs";

const [url, version, clients] = process.argv.slice(2);
const { io } = await import(`socket.io-client-${version}`);
const modes = [["websocket"], ["polling", "websocket"], ["polling"]];
deadline();

const all = Array.from({ length: Number(clients) }, (_, index) => {
  const socket = io(url, {
    transports: modes[index % modes.length],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1_000,
  });
  const one = { connects: 0, reason: null };
  socket.on("connect", () => one.connects++);
  socket.on("disconnect", (reason) => {
    one.reason = reason;
  });
  return one;
});
await waitUntil("everybody is back", () => all.every((one) => one.reason && one.connects === 2), 90_000);
for (const one of all) {
  console.log(one.reason);
}
process.exit(0);
