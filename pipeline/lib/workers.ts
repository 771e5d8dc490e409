import { parentPort, Worker } from 'node:worker_threads'
import { PipelineError } from './error.ts'

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

/**
 * Makes the module that calls it the script of a worker: each work that comes in is answered by `work`. What
 * it throws is thrown where the answer is awaited.
 */
export function answerFromWorker<W, R>(work: (input: W) => R | Promise<R>): void {
  parentPort?.on('message', async (input: W) => {
    try {
      parentPort?.postMessage(await work(input))
    } catch (error) {
      parentPort?.postMessage(failureOf(error as Error))
    }
  })
}

/** An error as it passes between threads, where its class is lost and most that it tells. */
interface Failure {
  readonly kind: 'worker failed'
  readonly message: string
  /** What the error tells beside its message: the system's code and path, or exit, remedy and reasons. */
  readonly told: object
  readonly isPipelineError: boolean
}

function failureOf(error: Error): Failure {
  const isPipelineError = error instanceof PipelineError
  return { kind: 'worker failed', message: error.message, told: { ...error }, isPipelineError }
}

function errorOf({ message, told, isPipelineError }: Failure): Error {
  if (!isPipelineError) return Object.assign(new Error(message), told)
  const { exit, ...rest } = told as PipelineError
  return new PipelineError(message, exit, rest)
}

function isFailure(answer: unknown): answer is Failure {
  return (answer as Failure | null)?.kind === 'worker failed'
}

/** One work's result. Fails when the worker throws, or ends without an answer. */
function ask<W, R>(worker: Worker, work: W): Promise<R> {
  return new Promise((resolve, reject) => {
    const gone = (code: number) => reject(new Error(`a worker ended without an answer: exit ${code}`))
    worker.once('error', reject)
    worker.once('exit', gone)
    worker.once('message', (answer: R | Failure) => {
      worker.off('error', reject)
      worker.off('exit', gone)
      if (isFailure(answer)) reject(errorOf(answer))
      else resolve(answer)
    })
    worker.postMessage(work)
  })
}
