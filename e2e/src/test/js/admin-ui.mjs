// The official page of @socket.io/admin-ui: log in, see a client's socket and its room, disconnect it. Prints what is seen.
// node admin-ui.mjs SERVER CHROMIUM [SCREENSHOT]
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { browser } from "./lib/browser.mjs";
import { PATIENCE, deadline } from "./lib/flow.mjs";
import { next, row } from "./lib/rows.mjs";

const [server, executable, screenshot] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { io } = require("socket.io-client-4.8.4");
const folder = join(dirname(require.resolve("@socket.io/admin-ui/package.json")), "ui/dist");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
const timeout = PATIENCE;
deadline();

const pages = createServer((request, response) => {
  const path = normalize(new URL(request.url, "http://page").pathname);
  const file = join(folder, path === "/" ? "index.html" : path);
  response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
  createReadStream(file).on("error", () => response.writeHead(404).end()).pipe(response);
});
await new Promise((resolve) => pages.listen(0, "127.0.0.1", resolve));

const client = io(server, { transports: ["websocket"], reconnection: false });
await next(client, "connect", timeout);
const id = client.id;
const chrome = await browser(executable);
const page = await (await chrome.newContext({ viewport: { width: 1400, height: 900 } })).newPage();
const address = `http://127.0.0.1:${pages.address().port}/`;
await page.route("**/*", (route) =>
  route.request().url().startsWith("http://127.0.0.1:") ? route.continue() : route.abort());
await page.goto(address);

async function logIn(password) {
  await page.getByLabel("Server URL").fill(server);
  await page.getByLabel("Username").fill("mina");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Connect" }).click({ timeout });
}

await row("a wrong password is told", async () => {
  await logIn("wrong");
  await page.getByText("Invalid credentials").waitFor({ timeout });
});
await row("the right one opens the page", async () => {
  await logIn("correct horse");
  await page.getByText("Invalid credentials").waitFor({ state: "hidden", timeout });
});
await row("the client's socket is listed", async () => {
  await page.goto(`${address}#/sockets/`);
  await page.getByText(id).first().waitFor({ timeout });
});
await row("its room is listed", async () => {
  client.emit("join", "lobby");
  await page.goto(`${address}#/rooms/`);
  await page.getByText("lobby").first().waitFor({ timeout });
  if (screenshot) {
    await page.screenshot({ path: screenshot });
  }
});
await row("the page disconnects it", async () => {
  await page.goto(`${address}#/sockets/`);
  const gone = next(client, "disconnect", timeout);
  await page.locator("tr", { hasText: id }).getByRole("button").first().click({ timeout });
  const [reason] = await gone;
  console.log(reason);
});
await chrome.close();
process.exit(0);
