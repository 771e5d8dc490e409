import { DATA_TERMS } from './glossary-data.ts'
import type { Entry } from './glossary-entry.ts'
import { EVIDENCE_TERMS } from './glossary-evidence.ts'
import { METHOD_TERMS } from './glossary-method.ts'
import { NUMBER_TERMS } from './glossary-numbers.ts'
import { PEOPLE_TERMS } from './glossary-people.ts'
import { PLACE_TERMS } from './glossary-places.ts'
import { RECORD_TERMS } from './glossary-record.ts'
import { SCORE_TERMS } from './glossary-scores.ts'
import { USE_TERMS } from './glossary-use.ts'

/** Every term of both products, by its name. */
export const GLOSSARY: readonly Entry[] = [
  ...NUMBER_TERMS,
  ...DATA_TERMS,
  ...EVIDENCE_TERMS,
  ...PLACE_TERMS,
  ...RECORD_TERMS,
  ...METHOD_TERMS,
  ...USE_TERMS,
  ...SCORE_TERMS,
  ...PEOPLE_TERMS,
].sort((a, b) => a.term.localeCompare(b.term, 'en-GB'))
