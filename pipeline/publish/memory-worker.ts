import { giveWay } from '../lib/give-way.ts'
import { answerFromWorker } from '../lib/workers.ts'
import { sealMemory } from './memory.ts'
import type { MemoryWork } from './memory-apart.ts'

// The run goes first where both want a processor.
giveWay(3)
answerFromWorker(({ home, revision, run }: MemoryWork) => sealMemory(home, revision, run))
