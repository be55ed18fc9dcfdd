// Two windows on the chat page: what a person types in one, both show. Prints both lists.
// node chat-page.mjs URL CHROMIUM own|cdn
import { browser, bundle, open } from "./lib/browser.mjs";
import { deadline, waitUntil } from "./lib/flow.mjs";

const [url, executable, kind] = process.argv.slice(2);
deadline();
const chrome = await browser(executable);
const address = kind === "own" ? `${url}/` : `${url}/page-of-the-tutorial-s-kind`;

const a = await open(chrome, address, { prepare });
await shows(a, 1);
const b = await open(chrome, address, { prepare });
await shows(a, 2);
await shows(b, 1);

await a.locator("input").fill("안녕하세요 👋");
await a.getByRole("button", { name: "Send" }).click();
await shows(a, 3);
await shows(b, 2);
await b.locator("input").fill("<b>not bold</b>");
await b.locator("input").press("Enter");
await shows(a, 4);
await shows(b, 3);
console.log(JSON.stringify({ inputAfterSending: await b.locator("input").inputValue() }));
await b.locator("input").press("Enter");
await b.getByRole("button", { name: "Send" }).click();
for (let number = 1; number <= 40; number++) {
  await b.locator("input").fill(`line ${number}`);
  await b.locator("input").press("Enter");
}
await shows(a, 44);
await shows(b, 43);
const atTheEnd = () => a.evaluate(() => innerHeight + scrollY >= document.body.scrollHeight - 2);
await waitUntil("scrolled to the end", atTheEnd);

const ids = [(await lines(a))[0].split(" ")[0], (await lines(b))[0].split(" ")[0]];
await b.close();
await shows(a, 45);
console.log(normal(JSON.stringify({ shownByA: await lines(a) })));
await chrome.close();
process.exit(0);

// A page as the tutorial's readers write it, with the client from a CDN.
async function prepare(page) {
  if (kind === "own") {
    return;
  }
  const body = (text, contentType) => (route) => route.fulfill({ contentType, body: text });
  await page.route("https://cdn.socket.io/4.7.5/socket.io.esm.min.js", async (route) => {
    const headers = { "access-control-allow-origin": "*" };
    await route.fulfill({ contentType: "text/javascript", headers, body: bundle("4.7.5") });
  });
  await page.route(address, body(
    `<!doctype html><link rel="icon" href="data:,"><ul></ul><form><input><button>Send</button></form>
     <script type="module">
       import { io } from "https://cdn.socket.io/4.7.5/socket.io.esm.min.js";
       const socket = io(), input = document.querySelector("input");
       socket.on("message", (text) => {
         document.querySelector("ul").appendChild(document.createElement("li")).textContent = text;
         window.scrollTo(0, document.body.scrollHeight);
       });
       document.querySelector("form").onsubmit = (event) => {
         event.preventDefault();
         if (input.value) socket.emit("message", input.value);
         input.value = "";
       };
     </script>`,
    "text/html; charset=utf-8",
  ));
}

async function lines(page) {
  return page.locator("ul > li").allTextContents();
}

async function shows(page, count) {
  await waitUntil(`${count} lines`, async () => (await lines(page)).length >= count);
}

function normal(line) {
  return line.replaceAll(ids[0], "<A>").replaceAll(ids[1], "<B>");
}
