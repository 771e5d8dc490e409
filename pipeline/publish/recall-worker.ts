import { answerFromWorker } from '../lib/workers.ts'
import { recallSome } from './recall-work.ts'

answerFromWorker(recallSome)
