// Who is who, in pages of another origin whose site signs tokens, and on the server's own page.
// node identity.mjs <port> <chromium> <secret> <folder for pictures>; prints a line per row that held.
import { createHmac } from "node:crypto";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { browser } from "./lib/browser.mjs";
import { deadline, waitUntil } from "./lib/flow.mjs";
import { row } from "./lib/rows.mjs";

const [port, executable, secret, folder] = process.argv.slice(2);
const POST = "64b7f0c2a1d3e4f5a6b7c8aa";
const PATIENCE = 30_000;
deadline(115_000);
mkdirSync(folder, { recursive: true });
const server = `http://127.0.0.1:${port}`;
const host = await hostSite();
const chrome = await browser(executable);
const user = await visit(`${host}/user`);
const guest = await visit(`${host}/guest`);

await row("a page of another origin says who its reader is", async () => {
  await waitUntil("no name is asked for", async () => !(await user.locator(".who").isVisible()), PATIENCE);
  await write(user, "회원의 글");
  for (const page of [user, guest]) {
    await shows(page, "회원의 글", ".name", "영희");
    await shows(page, "회원의 글", ".badge", "회원");
  }
});
await row("a guest of the same name looks like a guest", async () => {
  await guest.locator(".nick").fill("영희");
  await guest.locator(".nick").press("Tab");
  await write(guest, "손님의 글");
  await shows(user, "손님의 글", ".name", "영희");
  is(await comment(user, "손님의 글").locator(".badge").count(), 0);
  is(await comment(user, "회원의 글").locator(".badge").allTextContents().then(String), "회원,나");
  await user.screenshot({ path: `${folder}/same-name.png` });
});
await row("a guest cannot act as the user", async () => {
  const theirs = comment(guest, "회원의 글");
  await theirs.locator("[data-act=more]").click();
  await theirs.locator("[data-act=report]").waitFor();
  is(await theirs.locator("[data-act=remove], [data-act=edit]").count(), 0);
  const id = await theirs.getAttribute("data-id");
  const status = await guest.evaluate(async (url) => {
    const own = JSON.parse(localStorage.getItem("madang.guest"));
    return (await fetch(url, { method: "DELETE", headers: { "X-Madang-Guest": own } })).status;
  }, `${server}/api/v2/posts/${POST}/comments/${id}`);
  is(status, 403);
});
await row("a token that has ended is asked for again, and nothing is lost", async () => {
  const late = await visit(`${host}/late`);
  await late.locator(".who").waitFor();
  await write(late, "다시 로그인한 글");
  await shows(user, "다시 로그인한 글", ".badge", "회원");
  await waitUntil("no name is asked for", async () => !(await late.locator(".who").isVisible()), PATIENCE);
  is(await late.locator(".failed").count(), 0);
});
await row("a token that is none writes nothing, and the page says why", async () => {
  const wrong = await visit(`${host}/wrong`);
  await shows(wrong, "회원의 글", ".badge", "회원");
  await write(wrong, "누구의 글");
  await waitUntil("the reason", async () => (await wrong.locator(".failed").allTextContents()).some((text) => text.includes("유효하지 않은 토큰입니다.")), PATIENCE);
});
await row("on the server's own page a guest is known by a cookie that no script sees", async () => {
  const page = await visit(`${server}/`);
  await write(page, "쿠키로 아는 손님");
  await shows(page, "쿠키로 아는 손님", ".badge", "나");
  const [cookie] = await page.context().cookies(server);
  is(`${cookie.name} ${cookie.httpOnly} ${cookie.sameSite}`, "madang_guest true Lax");
  is(await page.evaluate(() => `${document.cookie}|${localStorage.getItem("madang.guest")}`), "|null");
  await page.reload();
  await live(page);
  await shows(page, "쿠키로 아는 손님", ".badge", "나");
  await page.context().clearCookies();
  await page.reload();
  await live(page);
  await comment(page, "쿠키로 아는 손님").waitFor();
  is(await comment(page, "쿠키로 아는 손님").locator(".badge").count(), 0);
});
await chrome.close();
process.exit(0);

function token(claims, seconds) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part({ ...claims, exp: Math.floor(Date.now() / 1000) + seconds })}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

async function hostSite() {
  const good = token({ sub: "u-7", name: "영희" }, 3600);
  const other = token({ sub: "u-8", name: "철수" }, 3600);
  const ended = token({ sub: "u-8", name: "철수" }, -3600);
  const heads = {
    "/user": "",
    "/guest": "",
    "/late": `<script>let calls = 0; window.Madang = { token: async () => (calls++ ? "${other}" : "${ended}") };</script>`,
    "/wrong": "",
  };
  const tokens = { "/user": good, "/wrong": "nonsense" };
  const page = (path) => `<!doctype html><html lang="ko"><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">${heads[path]}
    <main><script src="${server}/embed.js" data-post="${POST}" ${tokens[path] ? `data-token="${tokens[path]}"` : ""}></script></main>`;
  const site = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(page(request.url));
  });
  await new Promise((listening) => site.listen(0, "127.0.0.1", listening));
  return `http://localhost:${site.address().port}`;
}

async function visit(url) {
  const context = await chrome.newContext({ locale: "ko-KR", viewport: { width: 900, height: 800 } });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on("pageerror", (error) => console.log(JSON.stringify({ pageError: error.message })));
  await page.goto(url);
  await live(page);
  return page;
}

async function live(page) {
  await page.locator(".status[data-state=live]").waitFor();
  await page.locator(".write-here .field").waitFor();
}

async function write(page, text) {
  await page.locator(".write-here .field").fill(text);
  await page.locator(".write-here .field").press("Control+Enter");
}

function comment(page, text) {
  return page.locator(".feed > .comment", { hasText: text }).first();
}

async function shows(page, text, selector, expected) {
  await waitUntil(`${text} has ${expected}`, async () => (await comment(page, text).locator(selector).allTextContents()).includes(expected), PATIENCE);
}

function is(found, expected) {
  if (found !== expected) throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
}
