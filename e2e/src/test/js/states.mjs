// The states of the widget and of the chat page that need another server's settings, or a flood. Prints one line for each that
// holds, and writes pictures to FOLDER.
// node states.mjs PORT CHROMIUM FOLDER
import { mkdirSync } from "node:fs";
import { browser } from "./lib/browser.mjs";
import { deadline, waitUntil } from "./lib/flow.mjs";
import { DESKTOP, PHONE, accessible, comes, is, largeTargets, live, shows, visit, write } from "./lib/look.mjs";
import { row } from "./lib/rows.mjs";
import { tapped } from "./lib/wire.mjs";

const [port, executable, folder] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}`;
deadline();
mkdirSync(folder, { recursive: true });
const chrome = await browser(executable);

const comments = await opened(DESKTOP, "/?post=states");
const post = await joined(comments.tap);
await row("slow mode is said, counted down, and sends by itself what was too early", async () => {
  comments.tap.say("settings", { post, mode: "open", slow: 30 });
  await shows(comments.page, ".mode", "느린 모드 · 30초에 한 번");
  let refusals = 0;
  comments.tap.rules.answers = { add: () => ({ ok: false, code: "slow", error: "느린 모드입니다.", retryAfter: refusals++ ? 30_000 : 1_000 }) };
  await write(comments.page, "너무 이른 글");
  await shows(comments.page, ".notice", "초 뒤에 다시 쓸 수 있습니다");
  await shows(comments.page, ".unsent .pending", "보낼 차례를 기다립니다");
  await pictured(comments.page, "slow");
  await waitUntil("asked again", async () => refusals > 1);
  comments.tap.rules.answers = {};
  comments.tap.say("settings", { post, mode: "open", slow: 0 });
});
await row("what a moderator has to look at first is seen by its author alone", async () => {
  const at = Date.now();
  const by = { key: "someone-else", name: "나", kind: "guest" };
  comments.tap.rules.answers = { add: ({ text }) => ({ ok: true, held: true, row: { id: "a".repeat(24), seq: 0, rev: 0, by, text, at, up: 0, down: 0, held: true } }) };
  const page = await opened(DESKTOP, "/?post=held");
  page.tap.rules.answers = comments.tap.rules.answers;
  await write(page.page, "검토를 기다리는 글");
  await shows(page.page, ".badge.held", "검토 중");
  is(await page.page.locator("[data-act=reply]").count(), 0);
  await pictured(page.page, "held");
  comments.tap.rules.answers = {};
  await page.page.context().close();
});
await row("read-only, members only and closed posts say so in the form's place, and open again live", async () => {
  for (const [mode, words] of [["readonly", "읽기만"], ["members", "회원만"], ["closed", "닫혔습니다"]]) {
    comments.tap.say("settings", { post, mode, slow: 0 });
    await shows(comments.page, ".shut", words);
    await comes(() => comments.page.locator(".write-here").isVisible(), false);
    await pictured(comments.page, mode);
  }
  comments.tap.say("settings", { post, mode: "open", slow: 0 });
  await comments.page.locator(".write-here .field").waitFor();
});
await row("who was stopped from writing learns until when, and keeps the text", async () => {
  const page = await opened(PHONE, "/?post=banned");
  page.tap.rules.answers = { add: () => ({ ok: false, code: "banned", error: "You cannot write here.", until: Date.now() + 600_000 }) };
  await write(page.page, "what I wanted to say");
  await shows(page.page, ".shut", "You can write again in 10 min");
  await shows(page.page, ".failed .text", "what I wanted to say");
  await pictured(page.page, "banned");
  await page.page.context().close();
});
await row("a refused comment stays, red, to be sent again or thrown away", async () => {
  const page = await opened(PHONE, "/?post=failed");
  page.tap.rules.answers = { add: () => ({ ok: false, code: "invalid", error: "Links are not allowed." }) };
  await write(page.page, "buy at http://spam.example");
  await shows(page.page, ".pending.failed", "Not sent. Links are not allowed.");
  await pictured(page.page, "failed");
  page.tap.rules.answers = {};
  await page.page.getByRole("button", { name: "Try again" }).click();
  await page.page.locator(".comment.unsent").waitFor({ state: "detached" });
  await shows(page.page, ".feed .text", "buy at");
  await page.page.context().close();
});
await row("a tab that nobody sees leaves after a minute, counts in its title, and catches up", async () => {
  const { page, tap } = await opened(DESKTOP, "/?post=hidden", (fresh) => fresh.clock.install());
  const there = await joined(tap);
  await seen(page, false);
  await add(there, "영희", "하나");
  await waitUntil("the title counts", async () => (await page.title()).startsWith("(1) "));
  await page.clock.fastForward(61_000);
  await waitUntil("left", async () => tap.asked.some(({ event }) => event === "leave"));
  await add(there, "영희", "둘");
  await seen(page, true);
  await shows(page, ".feed .text", "둘");
  await comes(async () => (await page.title()).startsWith("("), false);
  is(tap.asked.filter(({ event }) => event === "join").at(-1).value.rev > 0, true);
  await page.context().close();
});
await row("a server that is not there is given up, and tried again when asked", async () => {
  const { page } = await opened(PHONE, "/?post=gone", (fresh) => fresh.clock.install());
  await page.context().route("**/socket.io/**", (route) => route.abort());
  await page.routeWebSocket(/socket\.io/, (near) => near.close());
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await waitUntil("lost", async () => (await page.locator(".status").getAttribute("data-state")) !== "live" || (await broken(page)));
  await waitUntil("given up", async () => {
    await page.clock.fastForward(5_000);
    return (await page.locator(".status").getAttribute("data-state")) === "gone";
  });
  await shows(page, ".bar span", "The server cannot be reached.");
  await comes(() => page.getByRole("button", { name: "Reconnect" }).isVisible(), true);
  await accessible(page);
  await page.screenshot({ path: `${folder}/gone-phone-dark-en.png` });
  await page.context().close();
});

const ROOM = "/chat?room=" + encodeURIComponent("잔치");
const keeper = await opened(DESKTOP, ROOM, (page) => page, { me: { role: "moderator" }, joined: {} });
// Who comes is announced to those who were told before who was there.
await waitUntil("the keeper is listed", async () => (await keeper.page.locator(".people li").count()) === 1);
const guest = await opened(PHONE, ROOM);
const room = await joined(keeper.tap);
await row("a chat groups what one person says, marks the own, and shows who is there", async () => {
  for (const text of ["안녕하세요! 오늘 저녁 7시에 시작합니다", "모두 오세요"]) await write(keeper.page, text, "Enter");
  await shows(guest.page, ".bubble", "모두 오세요");
  await write(guest.page, "See you there https://example.com/feast", "Enter");
  await shows(keeper.page, ".bubble", "See you there");
  await comes(() => guest.page.locator(".message.first").count(), 2);
  await comes(() => guest.page.locator(".message.mine").count(), 1);
  await shows(keeper.page, ".note", "님이 들어왔습니다");
  await shows(keeper.page, ".people summary", "2명 접속 중");
  await keeper.page.locator(".people summary").click();
  await comes(() => keeper.page.locator(".people li").count(), 2);
  await shows(keeper.page, "#rooms", "잔치");
  await pictured(keeper.page, "chat-people");
  await pictured(guest.page, "chat");
  await keeper.page.locator(".people summary").click();
});
await row("who keeps order has a menu on each row, and nobody else", async () => {
  await guest.page.locator(".message:not(.mine) [data-act=more]").first().click();
  await shows(guest.page, "[data-act=report]", "Report");
  is(await guest.page.locator("[data-act=hide], [data-act=timeout]").count(), 0);
  const sent = [];
  const answered = (name) => (value) => (sent.push({ name, ...value }), { ok: true });
  keeper.tap.rules.answers = Object.fromEntries(["moderate", "pin", "remove"].map((name) => [name, answered(name)]));
  const menu = () => keeper.page.locator(".message:not(.mine) [data-act=more]").click();
  await menu();
  await pictured(keeper.page, "chat-menu");
  await keeper.page.locator("[data-act=timeout]").selectOption("600");
  for (const action of ["pin", "hide", "shadow", "ban"]) {
    await keeper.page.locator("[data-act=pin]").waitFor({ state: "detached" });
    await menu();
    await keeper.page.locator(`[data-act=${action}]`).click();
  }
  await waitUntil("all are asked for", async () => sent.length === 5);
  is(sent.map(({ name, action, seconds }) => [name, action, seconds].filter(Boolean).join(" ")).join(), "moderate timeout 600,pin,remove,moderate shadow,moderate ban");
  is(sent.every((one) => one.post === room && /^[0-9a-f]{24}$/.test(one.id)), true);
});
await row("a pinned message stands above the others, and the mode is said", async () => {
  const { id, seq, by, text, at } = await newest(room);
  keeper.tap.say("changes", { post: room, from: seq, rev: seq + 1, count: 3, rows: [{ id, seq, rev: seq + 1, by, text, at, up: 0, down: 0, pinned: true }] });
  keeper.tap.say("settings", { post: room, mode: "members", slow: 0 });
  await shows(keeper.page, ".pinned", "See you there");
  await shows(keeper.page, ".mode", "회원만 쓸 수 있습니다");
  await pictured(keeper.page, "chat-pinned");
  keeper.tap.say("settings", { post: room, mode: "open", slow: 0 });
});
await row("a line stands above what came while the reader was away", async () => {
  await guest.page.goto("about:blank");
  await write(keeper.page, "그동안 온 글", "Enter");
  await shows(keeper.page, ".bubble", "그동안 온 글");
  await guest.page.goto(url + ROOM);
  await shows(guest.page, ".unread", "New from here");
  await pictured(guest.page, "chat-unread");
});
await row("a flood is drawn in parts, stands still under the pointer, and ends at the newest", async () => {
  const box = keeper.page.locator(".box");
  await box.hover();
  const flood = Promise.all(Array.from({ length: 8 }, (_, who) => floods(who, 50)));
  await shows(keeper.page, ".pill", "잠시 멈춤");
  await keeper.page.screenshot({ path: `${folder}/chat-flood-desktop-light-ko.png` });
  await flood;
  await keeper.page.locator("#theme").hover();
  await add(room, "끝", "마지막 글");
  await keeper.page.locator(".pill").click();
  await waitUntil("the newest is last", async () => (await keeper.page.locator(".bubble").last().textContent()) === "마지막 글");
  await waitUntil("300 are kept", async () => (await keeper.page.locator(".message").count()) <= 300);
  await keeper.page.locator(".pill").waitFor({ state: "hidden" });
});
await chrome.close();
process.exit(0);

async function opened(options, path, prepare = async () => {}, rules = {}) {
  let tap;
  const page = await visit(chrome, options, url + path, async (fresh) => {
    tap = await tapped(fresh, rules);
    await prepare(fresh);
  });
  await live(page);
  await waitUntil("in", async () => tap.isIn);
  return { page, tap };
}

async function joined(tap) {
  const { value } = tap.asked.find(({ event }) => event === "join");
  const keyed = await fetch(`${url}/p?${new URLSearchParams({ key: value.key ?? "" })}`, { redirect: "manual" });
  return value.post ?? keyed.headers.get("location").slice("/p/".length);
}

async function pictured(page, name) {
  await accessible(page);
  await largeTargets(page);
  const { width } = page.viewportSize();
  await page.screenshot({ path: `${folder}/${name}-${width > 500 ? "desktop-light-ko" : "phone-dark-en"}.png` });
}

async function seen(page, yes) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, !yes);
}

async function broken(page) {
  await page.context().setOffline(true);
  return page.evaluate(() => false);
}

async function floods(who, count) {
  for (let n = 1; n <= count; n++) await add(room, `손님 ${who}`, `${who}-${n}`);
}

async function newest(post) {
  return (await (await fetch(`${url}/api/v2/posts/${post}/comments?limit=1`)).json()).rows[0];
}

async function add(post, name, text) {
  const headers = { "Content-Type": "application/json", "X-Madang-Guest": `${encodeURIComponent(name)}-0123456789abcdef` };
  await fetch(`${url}/api/v2/posts/${post}/comments`, { method: "POST", headers, body: JSON.stringify({ name, text }) });
}
