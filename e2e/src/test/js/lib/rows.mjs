// The rows of a contract: each is tried and then named on a line of its own; the first that fails ends the script.
import { PATIENCE, note } from "./flow.mjs";

export async function row(name, attempt) {
  try {
    await attempt();
  } catch (error) {
    note(`${name}: ${error.stack}`);
    process.exit(1);
  }
  console.log(name);
}

/** The arguments of the next event of that name. */
export function next(emitter, event, milliseconds = PATIENCE) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event}`)), milliseconds);
    emitter.once(event, (...args) => {
      clearTimeout(timer);
      resolve(args);
    });
  });
}
