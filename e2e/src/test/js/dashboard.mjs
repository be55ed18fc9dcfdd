// The dashboard and two windows with the widget: what is decided in one is seen in the others. Prints one line for each thing
// that holds, and writes pictures to FOLDER.
// node dashboard.mjs PORT CHROMIUM FOLDER PASSWORD LINK
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { browser } from "./lib/browser.mjs";
import { deadline, waitUntil } from "./lib/flow.mjs";
import { row } from "./lib/rows.mjs";

const [port, executable, folder, password, link] = process.argv.slice(2);
const PATIENCE = 30_000;
const SITE = `http://127.0.0.1:${port}`;
const INVITATION = `${SITE}/admin/setup${new URL(link).hash}`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
deadline();
mkdirSync(folder, { recursive: true });
const chrome = await browser(executable);
const complaints = [];
const korean = await window({ locale: "ko-KR", viewport: { width: 1200, height: 900 } });
const phone = await window({ locale: "en-US", viewport: { width: 360, height: 740 }, colorScheme: "dark" });
const author = await window({ locale: "ko-KR", viewport: { width: 700, height: 800 } });
const reader = await window({ locale: "en-US", viewport: { width: 700, height: 800 } });

await row("a new server asks for the link of its log", async () => {
  await korean.goto(`${SITE}/admin`);
  await phone.goto(`${SITE}/admin`);
  await shows(korean, "h1", "운영자 정하기");
  await shows(phone, ".login .soft", "Open the link in its log");
  await look("setup-asks");
  await choose(phone, "not-the-token", "eve", password);
  await shows(phone, ".problem", "The link is wrong or was used");
});
await row("who opens it chooses a name and a password that will do", async () => {
  await korean.goto(INVITATION);
  await shows(korean, ".login .soft", "새 서버입니다");
  await waitUntil("a clean address", async () => korean.url() === `${SITE}/admin/setup`, PATIENCE);
  is(await korean.locator("[name=invitation]").isVisible(), false);
  await choose(korean, undefined, "admin", "too short");
  await shows(korean, ".problem", "12자 이상");
  await korean.locator(".login [type=checkbox]").check();
  is(await korean.locator("[name=password]").getAttribute("type"), "text");
  await phone.goto(INVITATION);
  await shows(phone, ".login .soft", "This server is new");
  await look("setup");
  await choose(korean, undefined, "admin", password);
  await shows(korean, "h1", "검토");
  is(korean.url(), `${SITE}/admin`);
});
await row("the link works once", async () => {
  await choose(phone, undefined, "eve", password);
  await shows(phone, ".problem", "The link is wrong or was used");
  await phone.goto("about:blank");
  await phone.goto(INVITATION);
  await shows(phone, ".login .soft", "This link was used");
  await korean.locator("#leave").click();
  await korean.locator(".login").waitFor();
});
await row("who does not know the password does not get in", async () => {
  await korean.goto(`${SITE}/admin`);
  await enter(korean, "a guess");
  await shows(korean, ".problem", "맞지 않습니다");
  await korean.locator("[name=password]").fill("");
  await look("login");
});
await row("who knows it does, in Korean and in English, light and dark", async () => {
  await enter(korean, password);
  await shows(korean, "h1", "검토");
  await phone.goto(`${SITE}/admin`);
  await enter(phone, password);
  await shows(phone, "h1", "Queue");
  is(await phone.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(22, 23, 21)");
});
await row("what a setting may not be is said at its field", async () => {
  await open(korean, "settings", "설정");
  await waitUntil("the settings", async () => (await korean.locator("[type=number]").nth(1).inputValue()) === "0", PATIENCE);
  await korean.locator("[type=number]").nth(1).fill("9999");
  await korean.locator(".settings .solid").click();
  await shows(korean, ".field:has([aria-invalid]) .problem", "0에서 3,600까지");
  await look("settings");
  await korean.locator("[type=number]").nth(1).fill("0");
  await korean.locator(".settings select").nth(1).selectOption("pre");
  await korean.locator(".settings .solid").click();
  await shows(korean, ".toast", "저장했습니다");
});
await row("a comment that waits comes into the queue by itself", async () => {
  await open(korean, "queue", "검토");
  await author.goto(SITE);
  await reader.goto(SITE);
  await write(author, "승인을 기다리는 첫 글입니다");
  await shows(korean, ".waits .text", "승인을 기다리는 첫 글입니다");
  await open(phone, "queue", "Queue");
  await shows(phone, ".waits .text", "승인을 기다리는 첫 글입니다");
  await look("queue");
});
await row("approved by a key it is seen in another window", async () => {
  is(await reader.locator(".feed .text").count(), 0);
  await korean.keyboard.press("j");
  await korean.keyboard.press("a");
  await shows(reader, ".feed .text", "승인을 기다리는 첫 글입니다");
  await shows(korean, ".toast", "댓글 1개를 승인했습니다");
  await waitUntil("the other dashboard knows", async () => (await phone.locator(".waits").count()) === 0, PATIENCE);
});
await row("hidden by a key it can be taken back", async () => {
  await write(author, "숨겼다가 되돌릴 글");
  await write(author, "함께 고를 글");
  await waitUntil("two wait", async () => (await korean.locator(".waits").count()) === 2, PATIENCE);
  await korean.keyboard.press("k");
  await korean.keyboard.press("h");
  await waitUntil("one waits", async () => (await korean.locator(".waits").count()) === 1, PATIENCE);
  await korean.locator(".toast button").click();
  await waitUntil("two wait again", async () => (await korean.locator(".waits").count()) === 2, PATIENCE);
});
await row("many are approved at once", async () => {
  await korean.locator(".bulk [type=checkbox]").check();
  await korean.locator(".bulk .solid").click();
  await waitUntil("nothing waits", async () => (await korean.locator(".waits").count()) === 0, PATIENCE);
  await waitUntil("all are seen", async () => (await reader.locator(".feed .text").count()) === 3, PATIENCE);
});
await row("the charts move", async () => {
  await open(phone, "numbers", "Numbers");
  await open(korean, "numbers", "현황");
  const value = (n) => korean.locator(".legend b").nth(n).textContent();
  await waitUntil("connections", async () => (await value(0)) === "2", PATIENCE);
  const picture = () => korean.locator("canvas").nth(5).evaluate((canvas) => canvas.toDataURL());
  const before = await picture();
  await waitUntil("another picture", async () => (await picture()) !== before, PATIENCE);
  await write(author, "전송 시간을 잴 글");
  await open(phone, "queue", "Queue");
  await phone.locator(".waits .acts button").first().click();
  await waitUntil("a delivery", async () => /^[\d.]+$/.test(await value(4)), PATIENCE);
  await open(phone, "numbers", "Numbers");
  await phone.locator("canvas").first().waitFor();
  await look("numbers");
});
await row("a post is made read-only, and opened again", async () => {
  await open(korean, "posts", "게시글");
  await open(phone, "posts", "Posts");
  await shows(korean, ".post", "댓글 4개");
  const mode = korean.locator(".post select").first();
  await mode.selectOption("readonly");
  await shows(korean, ".toast", "저장했습니다");
  await look("posts");
  await open(phone, "queue", "Queue");
  await open(phone, "posts", "Posts");
  await waitUntil("read-only", async () => (await phone.locator(".post select").first().inputValue()) === "readonly", PATIENCE);
  await korean.locator(".toast button").click();
  await waitUntil("open", async () => (await korean.locator(".post select").first().inputValue()) === "open", PATIENCE);
});
await row("a post of emoji only says so where one writes", async () => {
  await open(korean, "posts", "게시글");
  await korean.locator(".post select").nth(3).selectOption("true");
  await shows(author, ".mode", "이모지만 쓸 수 있습니다");
  await shows(reader, ".mode", "Emoji only");
  await author.screenshot({ path: `${folder}/widget-emoji-only.png` });
  await korean.locator(".toast button").click();
  await waitUntil("text again", async () => (await author.locator(".mode").first().isHidden()), PATIENCE);
});
await row("a person is found, banned, and let go", async () => {
  await open(korean, "people", "사람");
  await open(phone, "people", "People");
  await korean.locator("[type=search]").fill("작가");
  await shows(korean, ".waits", "작가");
  await korean.locator(".waits .bad").first().click();
  await shows(korean, ".person", "작가");
  await phone.locator("[type=search]").fill("작");
  await shows(phone, ".person", "banned");
  await look("people");
  await korean.locator(".person .quiet").click();
  await shows(korean, ".toast", "풀어 주었습니다");
  await waitUntil("nobody is stopped", async () => (await korean.locator(".person").count()) === 0, PATIENCE);
});
await row("the log knows all of it", async () => {
  await open(korean, "log", "기록");
  await open(phone, "log", "Log");
  await shows(korean, ".line-of-log", "차단 해제");
  await shows(phone, ".line-of-log >> nth=1", "ban");
  await shows(phone, ".rows", "changed settings");
  await look("log");
});
await row("all comments are downloaded as a file", async () => {
  await open(korean, "export", "내보내기");
  await open(phone, "export", "Export");
  await look("export");
  const [file] = await Promise.all([korean.waitForEvent("download"), korean.locator(".download").click()]);
  is(/^madang-.*[.]jsonl$/.test(file.suggestedFilename()), true);
  is(readFileSync(await file.path(), "utf8").includes("함께 고를 글"), true);
});
await row("who leaves is out", async () => {
  await phone.locator("#leave").click();
  await phone.locator(".login").waitFor();
  is(await phone.evaluate(() => fetch("/api/admin/log").then((answer) => answer.status)), 401);
});
await row("no script, style or request was stopped by the page's policy", async () => {
  is(complaints.filter((text) => !/status of 40[013]/.test(text)).join("\n"), "");
});
await chrome.close();

async function window(options) {
  const context = await chrome.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return page;
}

async function enter(page, word) {
  await page.locator("[name=user]").fill("admin");
  await page.locator("[name=password]").fill(word);
  await page.locator(".login .solid").click();
}

async function choose(page, invitation, name, word) {
  if (invitation) await page.locator("[name=invitation]").fill(invitation);
  await page.locator("[name=user]").fill(name);
  await page.locator("[name=password]").fill(word);
  await page.locator(".login .solid").click();
}

async function open(page, name, title) {
  await page.locator(`#nav a[href="#/${name}"]`).click();
  await shows(page, "h1", title);
}

async function write(page, text) {
  const name = page.locator(".write-here input").first();
  if (await name.isVisible()) await name.fill("작가");
  await page.locator(".write-here .field").fill(text);
  await page.locator(".write-here .field").press("Control+Enter");
}

async function shows(page, selector, text) {
  await waitUntil(`"${text}" in ${selector}`, async () => (await page.locator(selector).allTextContents()).some((found) => found.includes(text)), PATIENCE);
}

/** Takes pictures of both dashboards, in which axe must find nothing to complain about. */
async function look(name) {
  for (const [page, kind] of [[korean, "light"], [phone, "dark"]]) {
    if (page.url() === "about:blank") continue;
    await page.screenshot({ path: `${folder}/dashboard-${name}-${kind}.png`, fullPage: true });
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    is(JSON.stringify(violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html.slice(0, 200), any[0]?.message])])), "[]");
  }
}

function is(actual, expected) {
  if (actual !== expected) throw new Error(`${actual} instead of ${expected}`);
}
