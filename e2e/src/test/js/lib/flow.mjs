// Waiting with a limit, and notes for whoever reads why a script failed.
export function note(text) {
  console.error(text);
}

export function deadline(milliseconds) {
  setTimeout(() => {
    note(`not done after ${milliseconds} ms`);
    process.exit(1);
  }, milliseconds).unref();
}

export async function waitUntil(what, condition, milliseconds = 10_000) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) {
      note(`waited in vain: ${what}`);
      process.exit(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
