// Waiting with a limit, and notes for whoever reads why a script failed.
export function note(text) {
  console.error(text);
}

// How long a script takes at most, and waits for one thing: on a machine that has much else to do.
export const PATIENCE = 60_000;
const ALL = 220_000;

export function deadline(milliseconds = ALL) {
  setTimeout(() => {
    note(`not done after ${milliseconds} ms`);
    process.exit(1);
  }, milliseconds).unref();
}

export async function waitUntil(what, condition, milliseconds = PATIENCE) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) {
      note(`waited in vain: ${what}`);
      process.exit(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
