// Clients that stop reading for a while, and are closed for it; prints what each went through when all have heard the end.
// node slow-closed.mjs CLIENT-VERSION NAME=URL…
import { deadline, waitUntil } from "./lib/flow.mjs";

const [version, ...lines] = process.argv.slice(2);
const { io } = await import(`socket.io-client-${version}`);
deadline(110_000);

const all = lines.map((line) => {
  const [name, url] = line.split("=");
  const socket = io(url, {
    transports: name.split("+"),
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 1_000,
    auth: { name },
  });
  const one = { name, connects: 0, reasons: [], before: [], after: [], ended: false };
  socket.on("connect", () => one.connects++);
  socket.on("disconnect", (reason) => one.reasons.push(reason));
  socket.on("news", (number) => (one.connects === 1 ? one.before : one.after).push(number));
  socket.on("end", () => {
    one.ended = true;
  });
  return one;
});
await waitUntil("everybody has heard the end", () => all.every((one) => one.ended), 105_000);
for (const one of all) {
  console.log(JSON.stringify(one));
}
process.exit(0);
