/**
 * Runs one task at a time and keeps only the newest that waits: a task never starts before the last one
 * settled, and one that was overtaken while it waited never starts at all.
 *
 * @example const run = latest(async (n: number) => n); run(1); run(2); run(3) // 1 and 3 are run
 */
export function latest<T>(task: (value: T) => Promise<void>): (value: T) => void {
  let busy = false
  let waiting: { value: T } | null = null
  const next = async (value: T): Promise<void> => {
    busy = true
    try {
      await task(value)
    } finally {
      busy = false
      const overtaking = waiting
      waiting = null
      if (overtaking) void next(overtaking.value)
    }
  }
  return value => {
    if (busy) waiting = { value }
    else void next(value)
  }
}
