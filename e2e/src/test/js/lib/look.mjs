// Looking at pages: what they show, what moves while they load, what axe says of them, and pictures for people.
import { createRequire } from "node:module";
import { PATIENCE, waitUntil } from "./flow.mjs";

const SPY = `window.moved = []; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved.push(one.sources.map(({ node }) => node?.className ?? "?"));
}).observe({ type: "layout-shift", buffered: true });`;

export const DESKTOP = { locale: "ko-KR", viewport: { width: 1100, height: 860 } };
export const PHONE = { locale: "en-US", viewport: { width: 360, height: 740 }, colorScheme: "dark" };

const examined = new Set();

/** A window of its own profile; what its page complains about is printed. */
export async function visit(chrome, options, url, prepare = async () => {}) {
  const context = await chrome.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => console.log(JSON.stringify({ pageError: error.message })));
  page.on("console", (message) => {
    if (!examined.has(page) && ["error", "warning"].includes(message.type())) console.log(JSON.stringify({ console: message.text() }));
  });
  if (options.javaScriptEnabled !== false) await page.addInitScript(SPY);
  await prepare(page);
  await page.goto(url);
  return page;
}

export async function live(page) {
  await page.locator(".status[data-state=live]").waitFor();
  await page.locator(".write-here textarea, .shut[data-part]:not([hidden])").first().waitFor();
}

export async function write(page, text, keys = "Control+Enter") {
  const field = page.locator(".write-here textarea");
  await field.fill(text);
  await field.press(keys);
}

/** Waits until a person sees the text: what stands in a hidden element says nothing. */
export async function shows(page, selector, text) {
  const said = async () => (await page.locator(selector).filter({ visible: true }).allTextContents()).some((one) => one.includes(text));
  await waitUntil(`${selector} says ${text}`, said);
}

export async function nothingMoved(page) {
  is(JSON.stringify(await page.evaluate(() => window.moved)), "[]");
}

/** In the page: waits for what moves or fades, shadow roots among it, but for what never ends. */
function settled() {
  const moving = (root) => [
    ...root.getAnimations(),
    ...[...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? moving(one.shadowRoot) : [])),
  ];
  const ending = moving(document).filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  return Promise.all(ending.map((one) => one.finished.catch(() => {})));
}

/** The whole page, shadow roots among it, has no violation of a rule of axe. */
export async function accessible(page) {
  await page.evaluate(settled);
  await page.evaluate(axeSource());
  // Axe tries inline styles, which the page's policy refuses.
  examined.add(page);
  const { violations } = await page.evaluate(() => axe.run(document));
  examined.delete(page);
  is(JSON.stringify(violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html.slice(0, 200), any[0]?.message])])), "[]");
}

let source;
function axeSource() {
  const require = createRequire(import.meta.url);
  source ??= require("node:fs").readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  return source;
}

/** Whatever can be clicked is 44 pixels high and wide, but for links within text. */
export async function largeTargets(page) {
  const small = await page.evaluate(() => {
    const all = (root) => [...root.querySelectorAll("*")].flatMap((node) => [node, ...(node.shadowRoot ? all(node.shadowRoot) : [])]);
    return all(document)
      .filter((node) => node.matches("button, summary, select, input, textarea, nav a, a.quiet") && node.checkVisibility({ visibilityProperty: true }))
      .map((node) => [node, (node.closest("label") ?? node).getBoundingClientRect()])
      .filter(([, { width, height }]) => width < 43.5 || height < 43.5)
      .map(([node, { width, height }]) => `${node.outerHTML.slice(0, 90)} ${width}x${height}`);
  });
  is(JSON.stringify(small), "[]");
}

/** Waits until what is read is as expected. */
export async function comes(read, expected) {
  await waitUntil(`${read} is ${expected}`, async () => (await read()) === expected);
}

export function is(found, expected) {
  if (found !== expected) throw new Error(`${JSON.stringify(found)} is not ${JSON.stringify(expected)}`);
}
