// The widget in pages of another origin, two people at once: everything one does the other sees. Prints one line for
// each thing that holds, and writes a picture of each state to FOLDER.
// node widget.mjs PORT CHROMIUM FOLDER
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { browser } from "./lib/browser.mjs";
import { cable } from "./lib/cable.mjs";
import { PATIENCE, deadline, waitUntil } from "./lib/flow.mjs";
import { is, live, shows, write } from "./lib/look.mjs";
import { row } from "./lib/rows.mjs";

const [port, executable, folder] = process.argv.slice(2);
deadline();
mkdirSync(folder, { recursive: true });
const wire = await cable(port);
const host = await hostSite();
const chrome = await browser(executable);
const korean = await chrome.newContext({ locale: "ko-KR", viewport: { width: 1100, height: 860 } });
const english = await chrome.newContext({ locale: "en-US", viewport: { width: 360, height: 740 }, colorScheme: "dark" });
for (const context of [korean, english]) context.setDefaultTimeout(PATIENCE);
let a = await visit(korean, `${host}/article?lang=ko`);
const b = await visit(english, `${host}/article?lang=en`);

await row("a page of another origin holds the widget, in Korean and in English, light and dark", async () => {
  await shows(a, ".empty", "첫 댓글을 남겨보세요");
  await shows(b, ".empty", "Write the first comment");
  const paint = (page) => page.locator(".sheet").first().evaluate((node) => getComputedStyle(node).backgroundColor);
  is(await paint(a), "rgb(255, 255, 255)");
  is(await paint(b), "rgb(31, 33, 30)");
  await picture("empty");
});
await row("nothing moves while it loads", async () => {
  for (const page of [a, b]) is(await page.evaluate(() => window.moved ?? "nothing"), "nothing");
});
await row("the host page's style stays outside, and the widget's inside", async () => {
  await write(a, "안녕하세요 👋 첫 글입니다");
  await shows(b, ".feed .text", "첫 글입니다");
  is(await b.locator(".feed .text").evaluate((node) => getComputedStyle(node).textTransform), "none");
  is(await b.locator("h1").evaluate((node) => getComputedStyle(node).color), "rgb(255, 0, 0)");
});
await row("an input method's Enter belongs to the input method", async () => {
  const field = a.locator(".write-here .field");
  await field.focus();
  const keys = await korean.newCDPSession(a);
  await keys.send("Input.imeSetComposition", { text: "한", selectionStart: 1, selectionEnd: 1 });
  for (const type of ["rawKeyDown", "keyUp"]) await keys.send("Input.dispatchKeyEvent", { type, key: "Process", code: "Enter", windowsVirtualKeyCode: 229 });
  is(await a.locator(".feed .text").count(), 1);
  await keys.send("Input.insertText", { text: "한글" });
  await field.press("Enter");
  await shows(b, ".feed .comment:nth-of-type(2) .text", "한글");
  is(await a.locator(".feed .text").allTextContents().then((texts) => texts.filter((text) => text === "한글").length), 1);
});
await row("a reply stands below its comment, on both screens", async () => {
  await b.locator(".comment").first().locator("[data-act=reply]").click();
  await b.locator(".after .field").fill("Nice to meet you.");
  await b.locator(".after .field").press("Shift+Enter");
  await b.locator(".after .field").pressSequentially("More at https://example.com/hello");
  await picture("replying");
  await b.locator(".after .field").press("Control+Enter");
  await shows(a, ".replies .text", "Nice to meet you.\nMore at");
});
await row("an edit is seen live", async () => {
  await act(a, 1, "more");
  await act(a, 1, "edit");
  await a.locator(".feed .own .field").fill("한글을 고쳤습니다");
  await picture("editing");
  await a.locator(".feed .own .solid").click();
  await shows(b, ".comment:nth-of-type(2) .text", "한글을 고쳤습니다");
  await shows(b, ".comment:nth-of-type(2) .soft", "(edited)");
});
await row("a vote is seen live, and taken back", async () => {
  await act(b, 0, "up");
  await shows(a, "[data-act=up] .count", "1");
  await act(b, 0, "up");
  await waitUntil("no vote", async () => (await a.locator("[data-act=up] .count").first().textContent()) === "", PATIENCE);
  await act(b, 0, "up");
  await shows(a, "[data-act=up] .count", "1");
});
await row("axe finds nothing to complain about", async () => {
  for (const page of [a, b]) {
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
    const found = await page.evaluate(() => axe.run("madang-comments"));
    is(JSON.stringify(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])])), "[]");
  }
  await picture("conversation");
});
await row("a deleted comment goes; one with replies leaves a stub", async () => {
  for (const index of [1, 0]) {
    await act(a, index, "more");
    await act(a, index, "remove");
    await act(a, index, "really");
  }
  await shows(b, ".stub", "This comment was deleted");
  await waitUntil("one is gone", async () => (await b.locator(".feed > .comment").count()) === 1, PATIENCE);
  await waitUntil("one is counted", async () => (await a.locator(".count").first().textContent()) === "댓글 1", PATIENCE);
});
await row("who reads elsewhere is offered the news, and is not moved", async () => {
  for (let n = 1; n <= 12; n++) await write(a, `${n}번째 소식입니다`);
  await waitUntil("all are there", async () => (await b.locator(".feed > .comment").count()) === 13, PATIENCE);
  await b.evaluate(() => scrollTo(0, 0));
  await waitUntil("stands at the top", () => b.evaluate(() => scrollY === 0), PATIENCE);
  await b.locator("madang-comments").evaluate((node) => node.shadowRoot.querySelector(".feed").scrollIntoView({ block: "start" }));
  const stand = () => b.evaluate(() => `at ${scrollY}, moved by ${window.shifts}`);
  await b.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const before = await stand();
  await write(a, "위를 읽는 사람에게");
  await shows(b, ".pill", "1 new comment");
  is(await stand(), before);
  await picture("pill");
  await b.locator(".pill").click();
  await waitUntil("the pill has gone", async () => !(await b.locator(".pill").isVisible()), PATIENCE);
});
await row("a draft survives a reload", async () => {
  await a.locator(".write-here .field").fill("쓰다 만 글");
  await a.reload();
  await waitUntil("the draft", async () => (await a.locator(".write-here .field").inputValue()) === "쓰다 만 글", PATIENCE);
  await a.locator(".write-here .field").fill("");
});
await row("what is written while the line is lost waits, also for the next visit", async () => {
  await live(a);
  wire.pull();
  await a.locator(".bar span").waitFor();
  await write(a, "끊긴 동안 쓴 글");
  await shows(a, ".unsent .text", "끊긴 동안 쓴 글");
  await picture("reconnecting");
  await a.close();
  wire.plug();
  a = await visit(korean, `${host}/article?lang=ko`);
  await shows(b, ".feed > .comment:last-of-type .text", "끊긴 동안 쓴 글");
  await waitUntil("nothing is unsent", async () => (await a.locator(".unsent").count()) === 0, PATIENCE);
  is((await b.locator(".feed .text").allTextContents()).filter((text) => text === "끊긴 동안 쓴 글").length, 1);
});
await row("the order is the reader's choice", async () => {
  await a.locator(".sort").selectOption("newest");
  await shows(a, ".feed > .comment:first-of-type .text", "끊긴 동안 쓴 글");
  await a.locator(".sort").selectOption("oldest");
  await shows(a, ".feed > .comment:nth-of-type(2) .text", "1번째 소식입니다");
});
await row("on the keyboard of a screen Enter starts a new line, and the button sends", async () => {
  const phone = await chrome.newContext({ isMobile: true, hasTouch: true, viewport: { width: 360, height: 740 } });
  const page = await visit(phone, `${host}/article?lang=en`);
  const field = page.locator(".write-here .field");
  await field.fill("one");
  await field.press("Enter");
  is(await field.inputValue(), "one\n");
  await field.fill("");
  await phone.close();
});
await row("a counter shows how many there are", async () => {
  await shows(b, "[data-madang-count]", "");
  const page = await visit(english, `${host}/article?lang=en`);
  await waitUntil("the count", async () => (await page.locator("[data-madang-count]").textContent()) === "15", PATIENCE);
  await page.close();
});
await row("an element that is taken out lets go of the line, and can come back", async () => {
  await live(a);
  await shows(b, ".feed .text", "끊긴 동안 쓴 글");
  const watching = async () => a.locator(".viewers").textContent();
  await waitUntil("two watch", async () => (await watching()) === "2명이 보는 중", PATIENCE);
  await b.evaluate(() => { window.kept = document.querySelector("madang-comments"); window.kept.remove(); });
  await waitUntil("one watches", async () => (await watching()) === "", PATIENCE);
  await b.evaluate(() => document.querySelector("main").append(window.kept));
  await waitUntil("two watch again", async () => (await watching()) === "2명이 보는 중", PATIENCE);
});
await row("comments are written and answered with the keys alone, and nothing moves for who asked for stillness", async () => {
  const context = await chrome.newContext({ locale: "en-US", viewport: { width: 1100, height: 860 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(PATIENCE);
  const page = await visit(context, `${host}/article?lang=en`);
  await walk(page, "Tab", (at) => at.field);
  await page.keyboard.type("written without a mouse");
  await walk(page, "Tab", (at) => at.sends);
  await page.keyboard.press("Enter");
  await shows(a, ".feed .text", "written without a mouse");
  await walk(page, "Shift+Tab", (at) => at.act === "reply" && at.text.includes("written without a mouse"));
  await page.keyboard.press("Enter");
  await waitUntil("the field of the answer has the focus", async () => (await page.evaluate(there)).answers);
  await page.keyboard.type("and so is the answer");
  await page.keyboard.press("Control+Enter");
  await shows(a, ".replies .text", "and so is the answer");
  await waitUntil("the button that opened the field has the focus", async () => (await page.evaluate(there)).act === "reply");
  const lasts = (node) => Math.max(...[...node.shadowRoot.querySelectorAll("*")].map((one) => parseFloat(getComputedStyle(one).transitionDuration)));
  is((await page.locator("madang-comments").evaluate(lasts)) < 0.01, true);
  await context.close();
});
await chrome.close();
process.exit(0);

/** In the page: where the keys go. */
function there() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return {
    field: at?.matches(".field") ?? false,
    answers: at?.matches(".after .field") ?? false,
    sends: at?.matches("button.send") ?? false,
    act: at?.dataset.act ?? "",
    text: at?.closest(".comment")?.querySelector(".text")?.textContent ?? "",
  };
}

/** Presses a key until the focus is where it should be: a person who sees no pointer needs no more. */
async function walk(page, key, until) {
  for (let steps = 0; !until(await page.evaluate(there)); steps++) {
    if (steps > 200) throw new Error(`${key} does not lead there`);
    await page.keyboard.press(key);
  }
}

async function hostSite() {
  const page = (lang) => `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Host</title>
    <link rel="icon" href="data:,"><style>p, button { text-transform: uppercase; color: red; font-size: 40px } h1 { color: red } body { margin: 16px auto; max-width: 680px; font-family: serif; padding: 0 16px; background: ${lang === "en" ? "#161715" : "#fff"} }</style>
    <script>window.shifts = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) { window.shifts += one.value; window.moved = one.sources.map((s) => s.node?.className + JSON.stringify(s.previousRect) + JSON.stringify(s.currentRect)); } }).observe({ type: "layout-shift", buffered: true });</script>
    <main><h1>A page of somebody else <span data-madang-count="a-slug"></span></h1>
    <script src="${wire.url}/embed.js" data-post="a-slug" data-lang="${lang}"></script></main><script src="${wire.url}/count.js"></script>`;
  const server = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(page(new URL(request.url, "http://host").searchParams.get("lang")));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://localhost:${server.address().port}`;
}

async function visit(context, url) {
  const page = await context.newPage();
  page.on("pageerror", (error) => console.log(JSON.stringify({ pageError: error.message })));
  await page.goto(url);
  await live(page);
  return page;
}

async function act(page, index, what) {
  await page.locator(".feed > .comment").nth(index).locator(`> .own [data-act=${what}]`).click();
}

async function picture(name) {
  for (const [who, page] of [["desktop-light-ko", a], ["phone-dark-en", b]]) await page.screenshot({ path: `${folder}/${name}-${who}.png` });
}
