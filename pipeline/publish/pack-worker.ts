import { answerFromWorker } from '../lib/workers.ts'
import { answerPackWork } from './pack-work.ts'

answerFromWorker(answerPackWork)
