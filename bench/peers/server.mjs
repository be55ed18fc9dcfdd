// The contract of the bench server on the reference server: node server.mjs ws|uws PORT, bun server.mjs bun PORT
import { Server } from "socket.io";

const [engine, port] = process.argv.slice(2);
const io = new Server();

io.on("connection", (socket) => {
  socket.on("echo", (argument, ack) => {
    if (ack) ack(argument);
    else socket.emit("echo", argument);
  });
  socket.on("broadcast", (argument) => {
    io.emit("broadcast", argument);
  });
});

if (engine === "uws") {
  const { default: uws } = await import("uwebsockets");
  const app = uws.App();
  io.attachApp(app);
  app.listen("127.0.0.1", Number(port), () => console.log(`uws on port ${port}`));
} else if (engine === "bun") {
  const { Server: Engine } = await import("@socket.io/bun-engine");
  const bun = new Engine({ path: "/socket.io/" });
  io.bind(bun);
  Bun.serve({ ...bun.handler(), port: Number(port), hostname: "127.0.0.1", idleTimeout: 30 });
  console.log(`bun on port ${port}`);
} else {
  const { createServer } = await import("node:http");
  const http = createServer();
  io.attach(http, { wsEngine: (await import("ws")).WebSocketServer });
  http.listen(Number(port), "127.0.0.1", () => console.log(`ws on port ${port}`));
}
