import { answerFromWorker } from '../../lib/workers.ts'
import { type HorizonWork, shorterHorizons } from './horizons.ts'

answerFromWorker(({ careers, asAt, settings }: HorizonWork) => shorterHorizons(careers, asAt, settings))
