import { answerFromWorker } from '../lib/workers.ts'
import { unpackSome } from './unpack-work.ts'

answerFromWorker(unpackSome)
