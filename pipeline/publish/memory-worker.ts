import { setPriority } from 'node:os'
import { answerFromWorker } from '../lib/workers.ts'
import { sealMemoryWork } from './memory-apart.ts'

// Of this thread alone, on Linux: the run goes first where both want a processor.
setPriority(3)
answerFromWorker(sealMemoryWork)
