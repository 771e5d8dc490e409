import { giveWay } from '../lib/give-way.ts'
import { answerFromWorker } from '../lib/workers.ts'
import { sealMemoryWork } from './memory-apart.ts'

// The run goes first where both want a processor.
giveWay(3)
answerFromWorker(sealMemoryWork)
