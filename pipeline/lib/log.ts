/** Where progress goes: injected, so that tests stay quiet. Lines must hold no personal value. */
export interface Log {
  /** One line of progress. */
  say(line: string): void
}

/** Progress on standard error, so that standard output stays for results. */
export const consoleLog: Log = { say: line => process.stderr.write(`${line}\n`) }

/** No progress at all. */
export const silentLog: Log = { say: () => {} }

/** Runs a step, says its name and its seconds, and returns its value. */
export async function timed<T>(log: Log, name: string, step: () => Promise<T> | T): Promise<T> {
  const start = performance.now()
  const value = await step()
  log.say(`${name.padEnd(28)} ${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s`)
  return value
}
