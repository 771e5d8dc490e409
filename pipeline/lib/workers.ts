import { parentPort, Worker } from 'node:worker_threads'

/** Threads at work at most: the product runs on two cores. */
const MAX_WORKERS = 2

/**
 * Results of some works, in their order, each done on a worker thread that takes the next when it is free
 * (two threads at most). Works and results are copied between threads; a work is made only when a thread
 * takes it. Fails with the first work that does.
 *
 * @param script URL of a module that calls `answerFromWorker`
 * @param works for example a generator
 * @param youngMegabytes memory for what a thread has just made, before it is looked through for what is still
 *   held: works that hold little of what they make need no more than 16; the engine takes several times that
 * @example await inWorkers<number, number>(new URL('./square-worker.ts', import.meta.url), [2, 3]) // [4, 9]
 */
export async function inWorkers<W, R>(
  script: URL,
  works: Iterable<W>,
  youngMegabytes?: number,
): Promise<R[]> {
  const results: R[] = []
  const left = works[Symbol.iterator]()
  const resourceLimits = youngMegabytes === undefined ? {} : { maxYoungGenerationSizeMb: youngMegabytes }
  let next = 0
  const drain = async () => {
    let taken = left.next()
    if (taken.done) return
    const worker = new Worker(script, { resourceLimits })
    try {
      for (; !taken.done; taken = left.next()) {
        const at = next++
        results[at] = await ask<W, R>(worker, taken.value)
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: MAX_WORKERS }, drain))
  return results
}

/** Makes the module that calls it the script of a worker: each work that comes in is answered by `work`. */
export function answerFromWorker<W, R>(work: (input: W) => R): void {
  parentPort?.on('message', (input: W) => parentPort?.postMessage(work(input)))
}

/** One work's result. Fails when the worker throws, or ends without an answer. */
function ask<W, R>(worker: Worker, work: W): Promise<R> {
  return new Promise((resolve, reject) => {
    const gone = (code: number) => reject(new Error(`a worker ended without an answer: exit ${code}`))
    worker.once('error', reject)
    worker.once('exit', gone)
    worker.once('message', (result: R) => {
      worker.off('error', reject)
      worker.off('exit', gone)
      resolve(result)
    })
    worker.postMessage(work)
  })
}
