import { Worker } from 'node:worker_threads'
import type { Table } from '../../models/people/columns.ts'
import { fitSmooth, type RiskOptions } from '../../models/people/risk.ts'
import {
  type Choice,
  chooseFrom,
  foldTasks,
  type Held,
  type Split,
} from '../../models/people/select-recipe.ts'
import type { LeakInput } from './challenge.ts'
import type { LeakReport } from './leak.ts'
import type { Work } from './worker.ts'

const WORKERS = 2

/** `chooseRecipe` with its folds on two worker threads; the same result to the last bit. */
export async function chooseInParallel(
  table: Table,
  labels: Uint8Array,
  splits: readonly Split[],
  options: RiskOptions = {},
): Promise<Choice> {
  const { lambdas } = fitSmooth(table, labels, options)
  const tasks = foldTasks(table, labels, splits, { ...options, lambdas })
  const held = await inWorkers<Held>(tasks.map(input => ({ kind: 'fold', input })))
  return chooseFrom(held, { labels, lambdas, ...options })
}

/** `leakAlarm` on a worker thread, beside whatever else there is to do. */
export async function leakAlarmApart(input: LeakInput): Promise<LeakReport> {
  const [report] = await inWorkers<LeakReport>([{ kind: 'leak', input }])
  return report!
}

/** Results in the order of the works, each worker taking the next when it is free. Fails with the first worker that does. */
async function inWorkers<T>(works: readonly Work[]): Promise<T[]> {
  const results = new Array<T>(works.length)
  let next = 0
  const drain = async () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url))
    try {
      while (next < works.length) {
        const at = next++
        results[at] = await ask<T>(worker, works[at]!)
      }
    } finally {
      await worker.terminate()
    }
  }
  await Promise.all(Array.from({ length: Math.min(WORKERS, works.length) }, drain))
  return results
}

/** One work's result. Fails when the worker throws, or ends without an answer. */
function ask<T>(worker: Worker, work: Work): Promise<T> {
  return new Promise((resolve, reject) => {
    const gone = (code: number) => reject(new Error(`a worker ended without an answer: exit ${code}`))
    worker.once('error', reject)
    worker.once('exit', gone)
    worker.once('message', (result: T) => {
      worker.off('error', reject)
      worker.off('exit', gone)
      resolve(result)
    })
    worker.postMessage(work)
  })
}
