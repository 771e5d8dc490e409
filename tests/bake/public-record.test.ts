import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ATRS_FIELDS, ATRS_TEMPLATE } from '../../pipeline/bake/contract/atrs-fields.ts'
import { PublicRecordFile } from '../../pipeline/bake/contract/method.ts'
import { product, publicRecord, statedFields, type Texts } from '../../pipeline/bake/public-record.ts'
import { loadForce } from '../../pipeline/force/load.ts'

const { settings } = await loadForce()
const everything: Texts = Object.fromEntries(ATRS_FIELDS.map(({ id }) => [id, product(`text of ${id}`)]))
const without = (id: string): Texts => ({ ...everything, [id]: product('  ') })

describe('the field list of the template', () => {
  it('names its version, its source and its day, and numbers each field once and in order', () => {
    expect(ATRS_TEMPLATE.version).toBe('4.0')
    expect(ATRS_TEMPLATE.source).toMatch(/^https:\/\/www\.gov\.uk\//)
    expect(z.iso.date().safeParse(ATRS_TEMPLATE.noted).success).toBe(true)
    const ids = ATRS_FIELDS.map(({ id }) => id)
    const ordered = [...new Set(ids)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    expect(ids).toEqual(ordered)
  })

  it('has both tiers with every section, in which people decide and may appeal', () => {
    const sections = new Set(ATRS_FIELDS.map(({ section }) => section.replace(/^Tier 2: /, '')))
    for (const section of [
      'Tier 1: overview',
      'owner and responsibility',
      'description and rationale',
      'deployment context',
      'tool specification',
      'model specification',
      'development data',
      'operational data',
      'risks, mitigations and impact assessments',
    ])
      expect(sections, section).toContain(section)
    const names = ATRS_FIELDS.filter(({ required }) => required).map(({ name }) => name)
    for (const name of ['Human review', 'Required training', 'Appeals and review', 'Model performance'])
      expect(names).toContain(name)
  })
})

describe('a public record', () => {
  it('is refused with the number and the name of each required field that is empty', () => {
    for (const { id, name, required } of ATRS_FIELDS) {
      const record = () => publicRecord('knife', without(id))
      if (!required) expect(record().fields.map(field => field.id)).not.toContain(id)
      else expect(record, id).toThrow(`empty field of the public record of knife: ${id} ${name}`)
    }
  })

  it('holds what the force states in its own words, by tool where they differ', () => {
    const tools = { knife: { training: 'A day with the analysts.' } }
    const own = { ...settings, publicRecord: { ...settings.publicRecord!, tools } }
    expect(statedFields(own, 'knife')['2.3.4']).toEqual({
      from: 'force',
      text: ['A day with the analysts.'],
    })
    expect(statedFields(own, 'violence')['2.3.4']!.text).toEqual([settings.publicRecord!.training])
  })

  it(
    'says of a force of an earlier shape what is not stated, which setting fills it, and whom to ' + 'ask',
    () => {
      const { publicRecord: _, ...earlier } = settings
      const record = publicRecord('knife', { ...everything, ...statedFields(earlier, 'knife') })
      const gaps = record.fields.filter(({ from }) => from === 'default')
      expect(gaps.map(({ id }) => id)).toContain('2.1.3')
      for (const { id, text } of gaps) {
        expect(text[0], id).toContain('setting publicRecord.')
        expect(text[0], id).toContain(earlier.contact)
      }
    },
  )

  it('has a shape of its own, against which a file is checked', () => {
    const record = publicRecord('knife', everything)
    expect(PublicRecordFile.parse(JSON.parse(JSON.stringify(record)))).toEqual(record)
    expect(PublicRecordFile.safeParse({ ...record, colour: 'blue' }).success).toBe(false)
  })
})
