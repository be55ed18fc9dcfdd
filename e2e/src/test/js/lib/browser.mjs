// Debian's Chromium, headless, with nothing to look up in the network.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { PATIENCE } from "./flow.mjs";

const require = createRequire(import.meta.url);

export async function browser(executablePath) {
  const args = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"];
  // A page that a test answers itself has no address, so Chromium would not let it talk to this machine.
  args.push("--disable-features=LocalNetworkAccessChecks");
  return chromium.launch({ executablePath, args });
}

// The official bundle, for pages that import it from a CDN.
export function bundle(version) {
  const folder = dirname(require.resolve(`socket.io-client-${version}/package.json`));
  return readFileSync(join(folder, "dist/socket.io.esm.min.js"), "utf8");
}

// A window of its own profile; whatever its page complains about is printed, unless it was to be expected.
export async function open(chrome, url, { prepare = async () => {}, expected = () => false } = {}) {
  const page = await (await chrome.newContext()).newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => console.log(JSON.stringify({ pageError: error.message })));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !expected(message.text())) {
      console.log(JSON.stringify({ console: message.text() }));
    }
  });
  await prepare(page);
  await page.goto(url);
  return page;
}
