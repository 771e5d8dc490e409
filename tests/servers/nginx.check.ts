import { checkAccess } from './access.ts'
import { checkAnswers } from './answers.ts'
import { checkFresh } from './fresh.ts'
import { running } from './running.ts'
import { checkStrain } from './strain.ts'

const now = running('nginx')
checkFresh('nginx', now)
checkAccess('nginx', now)
checkAnswers('nginx', now)
checkStrain('nginx', now)
