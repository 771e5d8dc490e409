import { checkAccess } from './access.ts'
import { checkAnswers } from './answers.ts'
import { checkFresh } from './fresh.ts'
import { running } from './running.ts'
import { checkStrain } from './strain.ts'

const now = running('apache')
checkFresh('apache', now)
checkAccess('apache', now)
checkAnswers('apache', now)
checkStrain('apache', now)
