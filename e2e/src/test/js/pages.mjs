// The pages that the server writes: without JavaScript, and taken over by the widget. Prints one line for each thing that
// holds, and writes pictures to FOLDER.
// node pages.mjs PORT CHROMIUM FOLDER
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { browser } from "./lib/browser.mjs";
import { deadline } from "./lib/flow.mjs";
import { DESKTOP, PHONE, accessible, comes, is, largeTargets, live, nothingMoved, shows, visit, write } from "./lib/look.mjs";
import { row } from "./lib/rows.mjs";

const [port, executable, folder] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}`;
const DEMO = "64b7f0c2a1d3e4f5a6b7c8d9";
const ATTACK = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>`;
deadline();
mkdirSync(folder, { recursive: true });
const chrome = await browser(executable);
const first = await add(DEMO, "영희", "안녕하세요. 마당에 처음 왔어요. https://example.com/a?b=1&c=2");
await add(DEMO, "철수", "반갑습니다!", { parent: first });
await add(DEMO, ATTACK, `\u202E${ATTACK} javascript:alert(3)`);
await add(DEMO, "\u202Etxet", "뒤집히지 않는 시각");
for (let n = 1; n <= 55; n++) await add(DEMO, "민수", `${n}번째 이야기`);

await row("comments can be read without JavaScript, and searched through page by page", async () => {
  const page = await visit(chrome, { ...DESKTOP, javaScriptEnabled: false }, `${url}/p/${DEMO}`);
  await comes(() => page.locator(".feed > .comment").count(), 50);
  await shows(page, ".feed .text", "55번째 이야기");
  await page.screenshot({ path: `${folder}/page-newest-desktop-light-ko.png` });
  await page.locator(".earlier a").click();
  await shows(page, ".feed .text", "마당에 처음 왔어요");
  await shows(page, ".replies .text", "반갑습니다!");
  is(await page.locator(".still").isVisible(), false);
  is(await page.locator("img").count(), 0);
  await page.screenshot({ path: `${folder}/page-oldest-desktop-light-ko.png` });
  await page.getByRole("link", { name: "최신 댓글로" }).click();
  await shows(page, ".feed .text", "55번째 이야기");
  await page.context().close();
});
await row("who has no JavaScript is told how to write", async () => {
  const page = await visit(chrome, { ...PHONE, javaScriptEnabled: false }, `${url}/`);
  is(await page.locator("h1").textContent(), "Meeting in the courtyard");
  await shows(page, ".shut", "Writing needs JavaScript.");
  await page.locator(".shut").first().scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${folder}/no-script-phone-dark-en.png` });
  await page.context().close();
});
await row("nothing moves when the widget takes over, in either language", async () => {
  for (const [name, options] of [["desktop-light-ko", DESKTOP], ["phone-dark-en", PHONE]]) {
    for (const [kind, path] of [["home", "/"], ["page", `/p/${DEMO}`]]) {
      const page = await visit(chrome, options, url + path);
      await live(page);
      await shows(page, ".feed .text", "55번째 이야기");
      await page.locator(".nick").waitFor();
      await nothingMoved(page);
      await accessible(page);
      await largeTargets(page);
      await page.screenshot({ path: `${folder}/${kind}-${name}.png` });
      await page.context().close();
    }
  }
});
await row("what was served is there before the line is, and goes on live", async () => {
  const page = await visit(chrome, DESKTOP, `${url}/`, (fresh) => fresh.routeWebSocket(/socket\.io/, async (near) => {
    await new Promise((later) => setTimeout(later, 500));
    near.connectToServer();
  }));
  await shows(page, ".feed .text", "55번째 이야기");
  is(await page.locator(".status").getAttribute("data-state"), "connecting");
  await write(page, "연결되기 전에 쓴 글");
  await shows(page, ".unsent .text", "연결되기 전에 쓴 글");
  await live(page);
  await page.locator(".comment.unsent").waitFor({ state: "detached" });
  await add(DEMO, "영희", "그 뒤에 온 글");
  await shows(page, ".feed .text", "그 뒤에 온 글");
  is((await page.locator(".feed .text").allTextContents()).filter((text) => text.includes("연결되기 전에")).length, 1);
  await page.context().close();
});
await row("a28 nothing that people wrote runs or turns the text around it", async () => {
  const page = await visit(chrome, DESKTOP, `${url}/p/${DEMO}?before=50`);
  is(await page.evaluate(() => document.querySelectorAll("img, script:not([src])").length), 0);
  await shows(page, ".name", ATTACK);
  const turned = page.locator(".feed > .comment", { hasText: "뒤집히지 않는 시각" });
  const [name, time] = [turned.locator(".name"), turned.locator("time")];
  is((await time.boundingBox()).x > (await name.boundingBox()).x, true);
  await page.context().close();
});
await row("a page of another server that has the fragment shows it, and the widget goes on", async () => {
  const fragment = await (await fetch(`${url}/api/v2/posts/${DEMO}/html?server=${url}`, { headers: { "Accept-Language": "ko" } })).text();
  const host = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="ko"><meta name="viewport" content="width=device-width"><title>Host</title><link rel="icon" href="data:,">
      <style>p { color: red; font-size: 40px }</style><body style="max-width: 680px; margin: 16px auto"><h1>남의 페이지</h1>
      <madang-comments data-post="${DEMO}" style="display: block">${fragment}</madang-comments>
      <script src="${url}/embed.js" data-mode="none"></script>`);
  });
  await new Promise((listening) => host.listen(0, "127.0.0.1", listening));
  const address = `http://localhost:${host.address().port}/`;
  const plain = await visit(chrome, { ...DESKTOP, javaScriptEnabled: false }, address);
  await shows(plain, ".feed .text", "그 뒤에 온 글");
  is(await plain.locator(".feed .text").first().evaluate((node) => getComputedStyle(node).fontSize), "16px");
  const page = await visit(chrome, DESKTOP, address);
  await live(page);
  await shows(page, ".feed .text", "그 뒤에 온 글");
  await nothingMoved(page);
  host.close();
});
await chrome.close();
process.exit(0);

async function add(post, name, text, more = {}) {
  const answer = await fetch(`${url}/api/v2/posts/${post}/comments`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Madang-Guest": `${name.length}-0123456789abcdef` },
    body: JSON.stringify({ name, text, ...more }),
  });
  return (await answer.json()).row.id;
}
