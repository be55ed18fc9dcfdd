// Compares polling bodies of protocol 3 with what the parser of the old client makes of them. Every line of the file
// is {"messages":[…],"binary":hex,"text":hex}, to be written just so, or {"body":hex,"isBinary":…,"messages":[…]}, to
// be read just so; a message is a string, or its bytes as {"bytes":hex}.
// node engine3.mjs FILE
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";

const require = createRequire(import.meta.url);
const parser = createRequire(require.resolve("socket.io-client-2.5.0"))("engine.io-parser");
assert.equal(parser.protocol, 3);
const hex = (text) => Buffer.from(text, "hex");
const data = (message) => (typeof message === "string" ? message : hex(message.bytes));
const shown = (value) => (Buffer.isBuffer(value) ? { bytes: value.toString("hex") } : (value ?? ""));

function read(body) {
  const messages = [];
  parser.decodePayload(body, (packet) => {
    assert.equal(packet.type, "message");
    messages.push(shown(packet.data));
  });
  return messages;
}

let compared = 0;
for (const line of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const sample = JSON.parse(line);
  if (sample.body === undefined) {
    const packets = () => sample.messages.map((message) => ({ type: "message", data: data(message) }));
    parser.encodePayload(packets(), true, (body) => assert.equal(Buffer.from(body).toString("hex"), sample.binary));
    parser.encodePayload(packets(), false, (body) => assert.equal(Buffer.from(body).toString("hex"), sample.text));
  } else {
    assert.deepEqual(read(sample.isBinary ? hex(sample.body) : hex(sample.body).toString()), sample.messages);
  }
  compared++;
}
console.log(compared);
