import { answerFromWorker } from '../../lib/workers.ts'
import { judgeFacts } from './judge.ts'

answerFromWorker(judgeFacts)
