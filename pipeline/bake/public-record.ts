import { statedText } from '../force/public-record.ts'
import type { Settings } from '../force/schema.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { ATRS_FIELDS, ATRS_TEMPLATE } from './contract/atrs-fields.ts'
import { PublicRecordFile } from './contract/method.ts'

/** What is said in a field, and by whom. */
export interface Said {
  readonly from: 'force' | 'product' | 'run' | 'default'
  readonly text: readonly string[]
}

/** Texts by the number of the field. */
export type Texts = Readonly<Record<string, Said>>

/** What the product itself says of how it works. */
export const product = (...text: readonly string[]): Said => ({ from: 'product', text })
/** What the figures of this run say. */
export const figures = (...text: readonly string[]): Said => ({ from: 'run', text })

/**
 * Puts the texts of a public record into the order of the template.
 *
 * Throws `PipelineError` (exit 5) when a required field is empty, with its number and name: nothing is
 * published with a gap that nobody has seen.
 *
 * @param tool a target's slug, or `offender-management`
 */
export function publicRecord(tool: string, texts: Texts): PublicRecordFile {
  const { standard, version, source, noted } = ATRS_TEMPLATE
  const fields = ATRS_FIELDS.flatMap(({ id, name, section, required }) => {
    const said = texts[id]
    const text = said?.text.map(line => line.trim()).filter(line => line !== '') ?? []
    if (text.length > 0) return [{ id, name, section, from: said!.from, text }]
    if (!required) return []
    throw new PipelineError(
      `empty field of the public record of ${tool}: ${id} ${name}`,
      EXIT.failed,
      'fill the setting publicRecord of the force (pipeline/force/README.md, Public records)',
    )
  })
  const template = { source, noted }
  return PublicRecordFile.parse({ kind: 'atrs', standard, version, template, tool, fields })
}

/** The fields that only a force can fill, from its settings. */
export function statedFields(settings: Settings, tool: string): Texts {
  const said = (key: Parameters<typeof statedText>[2]): Said => {
    const { from, text } = statedText(settings, tool, key)
    return { from, text: [text] }
  }
  const organisation: Said = { from: 'force', text: [settings.name] }
  const website = settings.publicRecord?.website
  return {
    '0.2': organisation,
    '0.3': said('phase'),
    '0.4': said('region'),
    '1.3': website
      ? { from: 'force', text: [website] }
      : product('None: the pages are on a closed network inside the force.'),
    '1.4': said('email'),
    '2.1.1': organisation,
    '2.1.2': said('team'),
    '2.1.3': said('seniorResponsibleOwner'),
    '2.1.4': said('thirdParty'),
    '2.2.3': said('previousProcess'),
    '2.3.4': said('training'),
    '2.3.5': said('appeals'),
    '2.4.3.8': said('dataAccess'),
    '2.4.3.9': said('dataSharing'),
    '2.4.4.4': said('dataAccess'),
    '2.4.4.5': said('dataSharing'),
    '2.5.1': said('impactAssessments'),
  }
}

/** Decisions that stand in the settings of a force about one product, as they may be shown on it. */
export function decisionsAbout(
  { publicRecord }: Settings,
  product: 'areas' | 'people',
): { on: string; by: string; what: string }[] {
  const decisions = publicRecord?.decisions ?? []
  return decisions
    .filter(({ about }) => about === undefined || about === product)
    .map(({ on, by, what }) => ({ on, by, what }))
}
