// Two windows on a page of the application: what is written in one appears in the other, once, also after the
// connection was lost. Prints what both show at the end.
// node live-page.mjs PORT CHROMIUM comments|chat
import { browser, open } from "./lib/browser.mjs";
import { cable } from "./lib/cable.mjs";
import { deadline, note, waitUntil } from "./lib/flow.mjs";

const [port, executable, kind] = process.argv.slice(2);
const { path, row, field, send, status, empty } = {
  comments: { path: "/", row: ".feed p.text", field: ".write-here textarea", send: "button.send", status: ".status", empty: ".empty" },
  chat: { path: "/chat", row: ".feed p.bubble", field: ".write-here textarea", send: "button.send", status: ".status", empty: ".empty" },
}[kind];
deadline(90_000);
const wire = await cable(port);
const chrome = await browser(executable);
const expected = (complaint) => lost && complaint.includes("net::ERR_");
let lost = false;
const a = await open(chrome, wire.url + path, { expected });
const b = await open(chrome, wire.url + path, { expected });
await live(a);
await live(b);
await waitUntil("the empty state", () => a.locator(empty).isVisible());

const seen = b.evaluate((selector) => {
  return new Promise((resolve) => {
    const within = document.querySelector("madang-comments, madang-chat").shadowRoot;
    const look = () => within.querySelector(selector) && resolve(performance.timeOrigin + performance.now());
    new MutationObserver(look).observe(within, { childList: true, subtree: true });
  });
}, row);
await a.locator(field).fill("A의 첫 글 👋");
const sent = await a.evaluate(() => performance.timeOrigin + performance.now());
await a.locator(field).press("Enter");
note(`${kind}: shown in the other window after ${Math.round((await seen) - sent)} ms`);
await show(1);

await b.locator(field).fill("B의 <b>둘째</b> 글");
await b.locator(send).click();
await show(2);
await a.locator(field).fill("   ");
await a.locator(field).press("Enter");
await a.locator(field).fill("한");
await a.locator(field).evaluate((node) => {
  const composed = { key: "Enter", isComposing: true, bubbles: true, cancelable: true };
  node.dispatchEvent(new KeyboardEvent("keydown", composed));
});
await a.locator(field).fill("조합이 끝난 글");
await a.locator(field).press("Enter");
await show(3);

lost = true;
wire.pull();
await waitUntil("the loss is shown", async () => (await state(a)) !== "live");
await a.locator(field).fill("끊긴 동안 쓴 글");
await a.locator(field).press("Enter");
wire.plug();
await live(a);
await live(b);
await show(4);
await a.reload();
await live(a);
await show(4);

for (const [name, page] of [["a", a], ["b", b]]) {
  console.log(JSON.stringify({ page: name, shows: await page.locator(row).allTextContents(), field: await page.locator(field).inputValue() }));
}
await chrome.close();
process.exit(0);

async function state(page) {
  return page.locator(status).getAttribute("data-state");
}

async function live(page) {
  await waitUntil("live", async () => (await state(page)) === "live", 30_000);
}

async function show(count) {
  for (const page of [a, b]) {
    await waitUntil(`${count} rows`, async () => (await page.locator(row).count()) >= count, 20_000);
    await waitUntil("nothing is unsent", async () => (await page.locator(".unsent").count()) === 0, 20_000);
  }
}
