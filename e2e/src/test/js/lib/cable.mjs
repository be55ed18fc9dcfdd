// A cable between a browser and a server, to be pulled and plugged in again.
import { connect, createServer } from "node:net";

export async function cable(port) {
  const ends = new Set();
  const server = createServer((near) => {
    if (pulled) {
      near.destroy();
      return;
    }
    const far = connect(port, "127.0.0.1");
    for (const [one, other] of [[near, far], [far, near]]) {
      ends.add(one);
      one.setNoDelay(true);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        ends.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  let pulled = false;
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    pull() {
      pulled = true;
      ends.forEach((end) => end.destroy());
    },
    plug() {
      pulled = false;
    },
  };
}
