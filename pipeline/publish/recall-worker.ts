import { answerFromWorker } from '../lib/workers.ts'
import { answerRecall } from './recall-apart.ts'

answerFromWorker(answerRecall)
