import { answerFromWorker } from '../lib/workers.ts'
import type { Needles } from './needles.ts'
import { findLeaks } from './tripwire.ts'

answerFromWorker(({ folder, references }: { readonly folder: string; readonly references: Needles }) =>
  findLeaks(folder, references),
)
