// Plays a scenario with the official client and prints what every client received, one JSON line each.
// node scenario.mjs URL CLIENT-VERSION polling|websocket|upgrade SCENARIO.json
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { deadline, note, waitUntil } from "./lib/flow.mjs";

const [url, version, mode, file] = process.argv.slice(2);
const { io } = await import(`socket.io-client-${version}`);
const transports = { polling: ["polling"], websocket: ["websocket"], upgrade: ["polling", "websocket"] }[mode];
const scenario = JSON.parse(readFileSync(file, "utf8"));

const clients = new Map();
const names = new Map();
for (const name of scenario.ids ?? []) {
  names.set(`<${name}>`, randomBytes(12).toString("hex"));
}

deadline();
let number = 0;
for (const step of scenario.steps) {
  number++;
  const before = new Map([...clients].map(([name, client]) => [name, client.received.length]));
  await act(step);
  for (const [name, count] of Object.entries(step.then ?? {})) {
    const client = clients.get(name);
    const wanted = (before.get(name) ?? 0) + count;
    await waitUntil(`step ${number}: ${count} for ${name}`, () => client.received.length >= wanted);
  }
  for (const name of [...clients.keys()].sort()) {
    const client = clients.get(name);
    for (; client.printed < client.received.length; client.printed++) {
      console.log(normal(JSON.stringify({ step: number, to: name, ...client.received[client.printed] })));
    }
  }
}
for (const [name, { socket }] of clients) {
  if (socket.connected) {
    const expected = mode === "polling" ? "polling" : "websocket";
    await waitUntil(`${name} on ${expected}`, () => socket.io.engine?.transport.name === expected);
    socket.disconnect();
  }
}
process.exit(0);

async function act(step) {
  if (step.connect) {
    await connect(step.connect);
  } else if (step.disconnect) {
    clients.get(step.disconnect).socket.disconnect();
  } else if (step.ack) {
    const client = clients.get(step.by);
    client.socket.emit(...step.emit.map(value), (...args) => client.received.push({ ack: args }));
  } else {
    clients.get(step.by).socket.emit(...step.emit.map(value));
  }
}

async function connect(name) {
  const socket = io(url, { transports, forceNew: true, reconnection: false });
  const client = { socket, received: [], printed: 0 };
  socket.onAny((event, ...args) => client.received.push({ event, args }));
  socket.on("disconnect", (reason) => note(`${name} disconnected: ${reason}`));
  socket.on("connect_error", (error) => note(`${name}: ${error.message} ${error.description?.message ?? ""}`));
  clients.set(name, client);
  await waitUntil(`${name} connected`, () => socket.connected);
  names.set(`<${name}>`, socket.id);
}

function value(template) {
  if (typeof template === "string") {
    return [...names].reduce((text, [name, id]) => {
      return text.replaceAll(name, id).replaceAll(name.toUpperCase(), name === name.toUpperCase() ? id : id.toUpperCase());
    }, template);
  }
  if (Array.isArray(template)) {
    return template.map(value);
  }
  if (template && typeof template === "object") {
    if ("$bytes" in template) {
      return Buffer.from(template.$bytes, "base64");
    }
    return Object.fromEntries(Object.entries(template).map(([key, member]) => [key, value(member)]));
  }
  return template;
}

function normal(line) {
  for (const [name, id] of names) {
    line = line.replaceAll(id, name);
  }
  return line
    .replaceAll(/"_id":"([0-9a-f]{24})"/g, (_, id) => `"_id":"${comment(id)}"`)
    .replaceAll(/"createdAt":"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)"/g, (_, time) => `"createdAt":"${seoul(time)}"`);
}

function comment(id) {
  comment.known ??= new Map();
  if (!comment.known.has(id)) {
    comment.known.set(id, `<comment ${comment.known.size + 1}>`);
  }
  return comment.known.get(id);
}

function seoul(time) {
  const age = Date.now() - Date.parse(`${time.replace(" ", "T")}+09:00`);
  return Math.abs(age) < 600_000 ? "<time in Seoul>" : time;
}
