import { answerFromWorker } from '../../lib/workers.ts'
import { holdOut } from './hold-out.ts'

answerFromWorker(holdOut)
