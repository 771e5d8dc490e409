import { answerFromWorker } from '../../lib/workers.ts'
import { leakAlarm } from './leak.ts'

answerFromWorker(leakAlarm)
