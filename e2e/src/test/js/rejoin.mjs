// Clients that join a post again and again while others comment on it; prints what each shows at the end, a JSON list
// per line. A client shows what the tutorial's shows: load_comments replaces its list, comment_added adds to it.
// node rejoin.mjs URL CLIENT-VERSION POST CLIENTS COMMENTS
import { deadline, note, waitUntil } from "./lib/flow.mjs";

const [url, version, post, clients, comments] = process.argv.slice(2);
const { io } = await import(`socket.io-client-${version}`);
const modes = [["websocket"], ["polling", "websocket"], ["polling"], ["websocket"]];
deadline();

let done = false;
const viewers = Array.from({ length: Number(clients) }, (_, index) => viewer(index));
await waitUntil("everybody is in", () => viewers.every((one) => one.list));
const rejoining = viewers.map((one, index) => rejoin(one, index));
await write(Number(comments));
done = true;
await Promise.all(rejoining);
await waitUntil("everybody has all", () => viewers.every((one) => one.list?.length >= Number(comments)));
for (const one of viewers) {
  console.log(JSON.stringify(one.list.map((comment) => comment.content)));
}
process.exit(0);

function viewer(index) {
  const socket = io(url, { transports: modes[index % modes.length], forceNew: true, reconnection: false });
  const one = { socket, list: null };
  socket.on("connect", () => socket.emit("join_post", post));
  socket.on("load_comments", (list) => {
    one.list = list;
  });
  socket.on("comment_added", (comment) => {
    if (one.list?.some((shown) => shown._id === comment._id)) {
      note(`client ${index} was given ${comment._id} twice`);
      process.exit(1);
    }
    one.list?.push(comment);
  });
  return one;
}

async function rejoin(one, index) {
  for (let round = 0; !done; round++) {
    one.list = null;
    if ((round + index) % 3 === 0) {
      one.socket.emit("join_post", post);
    } else if ((round + index) % 3 === 1) {
      one.socket.emit("leave_post", post);
      one.socket.emit("join_post", post);
    } else {
      one.socket.disconnect();
      one.socket.connect();
    }
    await waitUntil(`client ${index} is back`, () => one.list);
  }
}

async function write(count) {
  const socket = io(url, { transports: ["websocket"], forceNew: true });
  let confirmed = 0;
  socket.on("comment_confirmed", () => confirmed++);
  socket.on("comment_error", (error) => note(JSON.stringify(error)));
  for (let number = 1; number <= count; number++) {
    socket.emit("new_comment", { userId: "writer", postId: post, content: `comment ${number}` });
    if (number % 4 === 0) {
      await waitUntil("confirmed", () => confirmed === number);
    }
  }
  await waitUntil("all confirmed", () => confirmed === count);
}
