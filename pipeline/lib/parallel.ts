import pLimit from 'p-limit'

/**
 * Files that are read or written at the same time: enough to keep a disk busy, few enough to keep few open.
 */
const AT_ONCE = 8

/** Works that one piece of work has begun beside its own steps. */
export interface Besides {
  /** Begins a work. `stop` tells it that nobody wants its result any more. */
  begin<T>(work: (stop: AbortSignal) => Promise<T>): Promise<T>
  /** Throws the error of the first work that has failed, if one has. */
  check(): void
  /** Tells every work to stop, and waits until none is at work any more. Never fails. */
  end(): Promise<void>
}

/**
 * Begins works that others need not wait for. The failure of one is thrown where its result is awaited, and
 * by `check` wherever a step is about to begin; `end` waits for all, so that what they use can go.
 *
 * @example
 * const beside = besides()
 * const pages = beside.begin(() => draw())
 * beside.check()
 * await pages
 */
export function besides(): Besides {
  const stop = new AbortController()
  const begun: Promise<void>[] = []
  const failures: unknown[] = []
  return {
    begin: work => {
      const result = work(stop.signal)
      // What it gave is not kept here: nobody may want it any more.
      begun.push(
        result.then(
          () => {},
          error => void failures.push(error),
        ),
      )
      return result
    },
    check: () => {
      if (failures.length > 0) throw failures[0]
    },
    end: async () => {
      stop.abort()
      await Promise.all(begun)
    },
  }
}

/**
 * Works on every item, eight at a time, begun in order, and gives the results in the order of the items.
 * After a failure nothing new is begun, and the first error is thrown only when nothing is at work any more.
 *
 * @example await inParallel(paths, path => sha256File(path))
 */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit({ concurrency: AT_ONCE, rejectOnClear: true })
  const begun = items.map(item =>
    limit(async () => {
      try {
        return await work(item)
      } catch (error) {
        limit.clearQueue()
        throw error
      }
    }),
  )
  await Promise.allSettled(begun)
  // What was cleared stands behind what was begun, so the first rejection is one of the work itself.
  return Promise.all(begun)
}
