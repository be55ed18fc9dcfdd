// Checks the types that the comments of the application's scripts give.
// node types.mjs
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
const project = join(dirname(fileURLToPath(import.meta.url)), "../../../../live/jsconfig.json");
execFileSync(process.execPath, [compiler, "-p", project], { stdio: ["ignore", "inherit", "inherit"] });
console.log("the types fit");
