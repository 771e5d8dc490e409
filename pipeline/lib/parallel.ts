import pLimit from 'p-limit'

/**
 * Files that are read or written at the same time: enough to keep a disk busy, few enough to keep few open.
 */
const AT_ONCE = 8

/**
 * Begins a work that others need not wait for. Its failure is thrown where its result is awaited; where none
 * awaits it, because something else failed first, it is not told.
 *
 * @example const pages = begin(() => draw()); await check(); await pages
 */
export function begin<T>(work: () => Promise<T>): Promise<T> {
  const begun = work()
  begun.catch(() => {})
  return begun
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
