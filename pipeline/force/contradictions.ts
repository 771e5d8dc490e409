import { mappingProblems } from './check-mapping.ts'
import { crsProblems } from './crs.ts'
import { oneOf, type Problem } from './problem.ts'
import { publicRecordProblems } from './public-record.ts'
import { lineNames } from './red-lines.ts'
import type { Clause, Settings } from './schema.ts'
import { valueProblem } from './values.ts'

/** Settings that each have the right form and yet cannot be meant, alone or together. */
export function contradictions(settings: Settings): Problem[] {
  return [
    ...twice(settings),
    ...timezone(settings),
    ...crsProblems(settings),
    ...settings.targets.flatMap((target, t) =>
      (['anyOf', 'noneOf', 'helpers'] as const).flatMap(list =>
        target[list].flatMap((clause, c) => clauseProblems(clause, `targets.${t}.${list}.${c}.where`)),
      ),
    ),
    ...settings.targets.flatMap(neverCounts),
    ...cuts(settings),
    ...gates(settings),
    ...redLines(settings),
    ...redLineDecisions(settings),
    ...recordLink(settings),
    ...publicRecordProblems(settings),
    ...(settings.mapping ? mappingProblems(settings.mapping) : []),
  ]
}

/** A name that stands twice in a list in which each must be unique. */
function twice({ lpas, lomus, targets, layers }: Settings): Problem[] {
  const lists = [
    { path: 'lpas', key: 'code', names: lpas.map(({ code }) => code) },
    // They name folders, and a mapping finds them whatever the capitals.
    { path: 'lomus', key: 'code', names: lomus.map(({ code }) => code), folds: true },
    { path: 'targets', key: 'id', names: targets.map(({ id }) => id) },
    { path: 'targets', key: 'slug', names: targets.map(({ slug }) => slug) },
    { path: 'layers', key: 'id', names: layers.map(({ id }) => id) },
  ]
  return lists.flatMap(({ path, key, names, folds = false }) =>
    names.flatMap((name, i) => {
      const form = (text: string) => (folds ? text.toLowerCase() : text)
      const first = names.findIndex(other => form(other) === form(name))
      const expected = `another one: ${path}.${first} has it already`
      return first === i ? [] : [{ path: `${path}.${i}.${key}`, value: name, expected }]
    }),
  )
}

function timezone({ timezone }: Settings): Problem[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone })
    return []
  } catch {
    const zones = Intl.supportedValuesOf('timeZone')
    return [{ path: 'timezone', value: timezone, expected: `a time zone: ${oneOf(timezone, zones)}` }]
  }
}

function clauseProblems({ where }: Clause, path: string): Problem[] {
  return Object.entries(where).flatMap(([field, values]) =>
    values.flatMap((value, v) => {
      const expected = valueProblem('crimes', field, value)
      return expected === undefined ? [] : [{ path: `${path}.${field}.${v}`, value, expected }]
    }),
  )
}

/** A clause whose every crime an exclusion of the same target leaves out: it would count none, in silence. */
function neverCounts({ anyOf, noneOf }: Settings['targets'][number], t: number): Problem[] {
  return anyOf.flatMap(({ name, where }, c) => {
    const by = noneOf.find(left =>
      Object.entries(left.where).every(([field, out]) => {
        const values = where[field as keyof Clause['where']]
        return values?.every(value => out!.includes(value))
      }),
    )
    const expected = `a clause that counts something: noneOf ${JSON.stringify(by?.name)} leaves all of it out`
    return by === undefined ? [] : [{ path: `targets.${t}.anyOf.${c}`, value: name, expected }]
  })
}

function cuts({ harm }: Settings): Problem[] {
  const { lowMedium, highMedium, high, superHigh } = harm.cuts
  if (lowMedium < highMedium && highMedium < high && high < superHigh) return []
  const value = [lowMedium, highMedium, high, superHigh]
  return [{ path: 'harm.cuts', value, expected: 'cut-points that rise from lowMedium to superHigh' }]
}

function gates({ gates }: Settings): Problem[] {
  if (gates.minVolumeRatio < gates.maxVolumeRatio) return []
  const expected = `a ratio below gates.maxVolumeRatio, ${gates.maxVolumeRatio}`
  return [{ path: 'gates.minVolumeRatio', value: gates.minVolumeRatio, expected }]
}

/** Bounds outside which even a model without an error lies: the banner would always stand. */
function redLines({ harm, placeRedLines }: Settings): Problem[] {
  const { calibrationSlope, observedOverExpected } = harm.redLines
  const lines = Object.entries({
    'harm.redLines.calibrationSlope': calibrationSlope,
    'harm.redLines.observedOverExpected': observedOverExpected,
    'placeRedLines.slope': placeRedLines?.slope,
    'placeRedLines.recordedOverExpected': placeRedLines?.recordedOverExpected,
  })
  const expected = 'bounds with 1 between them, which a model without an error has'
  return lines.flatMap(([path, value]) =>
    value === undefined || (value[0] <= 1 && value[1] >= 1) ? [] : [{ path, value, expected }],
  )
}

/** A decision about a line that there is none of, or that ends before it begins. */
function redLineDecisions({ redLineDecisions, targets }: Settings): Problem[] {
  const lines = lineNames(targets.map(({ slug }) => slug))
  return redLineDecisions.flatMap(({ line, on, until }, i) => [
    ...(lines.includes(line)
      ? []
      : [{ path: `redLineDecisions.${i}.line`, value: line, expected: oneOf(line, lines) }]),
    ...(until === undefined || until >= on
      ? []
      : [{ path: `redLineDecisions.${i}.until`, value: until, expected: `a day not before ${on}` }]),
  ])
}

/** Schemes of addresses that run, hold or read something in the browser itself. */
const NO_LINKS = ['javascript', 'data', 'vbscript', 'file', 'blob', 'about', 'view-source', 'filesystem']

/**
 * A link is empty, or an address of the intranet or of an application in which `{id}` stands for the person.
 */
function recordLink({ recordLink }: Settings): Problem[] {
  if (recordLink === '') return []
  const expected = 'an address like https://connect.example/person/{id}, or empty for no link'
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/i.exec(recordLink) ?? []
  const web = /^https?$/i.test(scheme)
  const host = web ? (/^\/\/([^/?#]+)/.exec(rest)?.[1] ?? '') : 'application'
  const plain = !/[\s"'<>\\`]/.test(recordLink)
  const right =
    scheme !== '' && !NO_LINKS.includes(scheme.toLowerCase()) && host !== '' && !host.includes('{id}')
  if (right && plain && rest.includes('{id}')) return []
  return [{ path: 'recordLink', value: recordLink, expected }]
}
