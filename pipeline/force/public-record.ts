import { z } from 'zod'
import { oneOf, type Problem } from './problem.ts'

/** The name of the tool about people among those of a public record; the maps go by their slugs. */
export const PEOPLE_TOOL = 'offender-management'

/**
 * What only a force can say in a public record, with the fields of the Algorithmic Transparency Recording
 * Standard that it fills. A block that is given has to hold all of them.
 */
const STATED = {
  phase: '0.3 Phase',
  region: '0.4 Region',
  email: '1.4 Contact email',
  team: '2.1.2 Team',
  seniorResponsibleOwner: '2.1.3 Senior responsible owner',
  thirdParty: '2.1.4 Third party involvement',
  previousProcess: '2.2.3 Previous process',
  training: '2.3.4 Required training',
  appeals: '2.3.5 Appeals and review',
  dataAccess: '2.4.3.8 and 2.4.4.4 Data access and storage',
  dataSharing: '2.4.3.9 and 2.4.4.5 Data sharing agreements',
  impactAssessments: '2.5.1 Impact assessments',
} as const

type Stated = keyof typeof STATED
const KEYS = Object.keys(STATED) as readonly Stated[]

const Text = z.string().optional()
const textFields = (meaning: string) =>
  Object.fromEntries(KEYS.map(key => [key, Text.meta({ default: meaning })])) as Record<Stated, typeof Text>

/** A decision about the tools: who took it, when, what was decided, and which product alone it is about. */
const Decision = z.strictObject({
  on: z.iso.date(),
  by: z.string().min(1),
  what: z.string().min(1),
  about: z.enum(['areas', 'people']).optional().meta({ default: 'both' }),
})

/** `publicRecord` of a force: what its public records say in its own words. */
export const PublicRecord = z.strictObject({
  ...textFields('must be stated'),
  website: z.string().min(1).optional().meta({ default: 'none: the pages are on a closed network' }),
  /** What differs for one tool: a target's slug, or `offender-management`. */
  tools: z.record(z.string(), z.strictObject(textFields('as for all tools'))).default({}),
  decisions: z.array(Decision).default([]),
})

type PublicRecord = z.output<typeof PublicRecord>

/** What of a force's settings its public record is made from. */
export interface RecordSettings {
  readonly name: string
  readonly contact: string
  readonly targets: readonly { readonly slug: string }[]
  readonly publicRecord?: PublicRecord | undefined
}

/** Fields of a block that are missing or empty, and tools that there are not. */
export function publicRecordProblems({ publicRecord, targets }: RecordSettings): Problem[] {
  if (!publicRecord) return []
  const known = [...targets.map(({ slug }) => slug), PEOPLE_TOOL]
  const blank = (text: string | undefined) => text === undefined || text.trim() === ''
  const empty = (path: string, key: Stated, value: string | undefined): Problem => ({
    path: `${path}.${key}`,
    value,
    expected: `text for field ${STATED[key]} of the public record (ATRS v4.0)`,
  })
  const base = KEYS.flatMap(key =>
    blank(publicRecord[key]) ? [empty('publicRecord', key, publicRecord[key])] : [],
  )
  const tools = Object.entries(publicRecord.tools).flatMap(([tool, own]) => {
    const path = `publicRecord.tools.${tool}`
    if (!known.includes(tool)) return [{ path, value: tool, expected: oneOf(tool, known) }]
    return KEYS.filter(key => own[key] !== undefined && blank(own[key])).map(key =>
      empty(path, key, own[key]),
    )
  })
  return [...base, ...tools]
}

/** A text of a public record, and whether the force stated it. */
export interface StatedText {
  readonly from: 'force' | 'default'
  readonly text: string
}

/**
 * What a force states about a tool. A module without the block gets a text that says so and names the setting
 * to fill and whom to ask: an honest gap, never an invention.
 *
 * @param tool a target's slug, or `PEOPLE_TOOL`
 * @example statedText(settings, 'knife', 'team').text
 */
export function statedText(settings: RecordSettings, tool: string, key: Stated): StatedText {
  const { publicRecord: record, name, contact } = settings
  const text = record?.tools[tool]?.[key] ?? record?.[key]
  if (text !== undefined) return { from: 'force', text }
  const missing = `${name} has not stated this yet (setting publicRecord.${key}). Ask: ${contact}.`
  return { from: 'default', text: missing }
}
