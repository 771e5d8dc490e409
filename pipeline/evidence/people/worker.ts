import { parentPort } from 'node:worker_threads'
import { type FoldTask, holdOut } from '../../models/people/select-recipe.ts'
import type { LeakInput } from './challenge.ts'
import { leakAlarm } from './leak.ts'

/** What a worker may be asked to do; the tables are copied to it. */
export type Work =
  | { readonly kind: 'fold'; readonly input: FoldTask }
  | { readonly kind: 'leak'; readonly input: LeakInput }

parentPort?.on('message', (work: Work) => {
  parentPort?.postMessage(work.kind === 'fold' ? holdOut(work.input) : leakAlarm(work.input))
})
