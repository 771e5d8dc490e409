import { describe, expect, it, test } from 'vitest'
import { parseForce } from '../../pipeline/force/load.ts'
import westMidlands from '../../pipeline/force/west-midlands.ts'
import { type Change, changed, refusalOf } from './modules.ts'

type Case = readonly [what: string, change: Change, refusal: { at: string; expected: RegExp }]

const WHERE = 'targets.0.anyOf.0.where'
const clause = (field: string, values: readonly string[], expected: RegExp): Case => [
  `${field} ${values.join(' or ')}`,
  { [WHERE]: { [field]: values } },
  { at: `${WHERE}.${field}.${values.length - 1}: "${values.at(-1)}"`, expected },
]
const link = (recordLink: string): Case => [
  `the link ${recordLink}`,
  { recordLink },
  { at: `recordLink: ${JSON.stringify(recordLink)}`, expected: /an address like/ },
]

const CLAUSES: Case[] = [
  clause('weapon_use', ['used_causing_injry'], /nearest is used_causing_injury/),
  clause('weapon_type', ['knife', 'Knife'], /nearest is knife/),
  clause('offence_code', ['8n'], /canonical form: 8N/),
  clause('offence_code', ['046'], /canonical form: 46/),
  clause('offence_code', ['004/01'], /canonical form: 4\.1/),
  clause('offence_code', ['assault'], /code like 8N/),
  clause('found_by', ['Police'], /nearest is police/),
  clause('domestic', ['yes'], /true, false/),
  [
    'an unknown field',
    { [WHERE]: { weapon: ['knife'] } },
    { at: `${WHERE}.weapon: ["knife"]`, expected: /weapon_type|weapon_use/ },
  ],
  [
    'a false value in an exclusion',
    { 'targets.1.noneOf': [{ name: 'x', where: { status: ['canceled'] } }] },
    { at: 'targets.1.noneOf.0.where.status.0: "canceled"', expected: /nearest is cancelled/ },
  ],
  [
    'a false value in a related offence',
    { 'targets.1.helpers': [{ name: 'x', where: { location_type: ['pub'] } }] },
    { at: 'targets.1.helpers.0.where.location_type.0: "pub"', expected: /one of street, dwelling, licensed/ },
  ],
]

const TWICE: Case[] = [
  [
    'a unit',
    { 'lomus.7': { code: 'BE', name: 'x' } },
    { at: 'lomus.7.code: "BE"', expected: /lomus\.0 has it/ },
  ],
  [
    'a unit but for its capitals',
    { 'lomus.7': { code: 'be', name: 'x' } },
    { at: 'lomus.7.code: "be"', expected: /lomus\.0 has it/ },
  ],
  [
    'an area',
    { 'lpas.7': { code: 'CV', name: 'x' } },
    { at: 'lpas.7.code: "CV"', expected: /lpas\.2 has it/ },
  ],
  ['a page', { 'targets.1.slug': 'knife' }, { at: 'targets.1.slug: "knife"', expected: /targets\.0 has it/ }],
  [
    'a target',
    { 'targets.1.id': 'knife-injury' },
    { at: 'targets.1.id: "knife-injury"', expected: /targets\.0 has it/ },
  ],
]

const RECORD: Case[] = [
  [
    'an empty text of the public record',
    { 'publicRecord.team': ' ' },
    { at: 'publicRecord.team: " "', expected: /field 2\.1\.2 Team of the public record/ },
  ],
  [
    'a text of the public record that is missing',
    { 'publicRecord.appeals': undefined },
    { at: 'publicRecord.appeals: nothing', expected: /field 2\.3\.5 Appeals and review/ },
  ],
  [
    'a tool that there is not',
    { 'publicRecord.tools': { knive: { training: 'x' } } },
    { at: 'publicRecord.tools.knive: "knive"', expected: /nearest is knife/ },
  ],
  [
    'an empty text of one tool',
    { 'publicRecord.tools': { 'offender-management': { training: '' } } },
    { at: 'publicRecord.tools.offender-management.training: ""', expected: /2\.3\.4 Required training/ },
  ],
]

const FORMS: Case[] = [
  [
    'a name with spaces',
    { id: 'West Midlands' },
    { at: 'id: "West Midlands"', expected: /small letters, digits/ },
  ],
  ['small letters', { marking: 'official' }, { at: 'marking: "official"', expected: /capitals/ }],
  ['no clause', { 'targets.0.anyOf': [] }, { at: 'targets.0.anyOf: []', expected: /length is at least 1/ }],
  ['no text', { name: '' }, { at: 'name: ""', expected: /length is at least 1/ }],
  ['no group', { harm: 7 }, { at: 'harm: 7', expected: /a group of settings/ }],
  ['no list', { lomus: {} }, { at: 'lomus: {}', expected: /a list/ }],
  ['a forecast of a century', { horizonWeeks: 5000 }, { at: 'horizonWeeks: 5000', expected: /at most 52/ }],
  [
    'a chance of a century',
    { 'harm.transitionWeeks': 5000 },
    { at: 'harm.transitionWeeks: 5000', expected: /at most 520/ },
  ],
  ['a part of a week', { horizonWeeks: 1.5 }, { at: 'horizonWeeks: 1.5', expected: /whole number/ }],
  [
    'a unit outside its folder',
    { 'lomus.0.code': '../BE' },
    { at: 'lomus.0.code: "../BE"', expected: /without/ },
  ],
  [
    'degrees',
    { 'crs.proj4': '+proj=longlat +datum=WGS84' },
    { at: 'crs.proj4: "+proj=longlat', expected: /degrees/ },
  ],
  [
    'feet',
    { 'crs.proj4': '+proj=utm +zone=30 +datum=WGS84 +units=us-ft' },
    { at: 'crs.proj4: "+proj=utm', expected: /in metres.*us-ft/ },
  ],
  [
    'a number alone',
    { 'crs.proj4': 'EPSG:27700' },
    { at: 'crs.proj4: "EPSG:27700"', expected: /proj4 definition/ },
  ],
  [
    'a number alone for the extract',
    { extractCrs: { name: 'x', proj4: 'EPSG:27700' } },
    { at: 'extractCrs.proj4: "EPSG:27700"', expected: /proj4 definition/ },
  ],
  [
    'no time zone',
    { timezone: 'Europe/Londn' },
    { at: 'timezone: "Europe/Londn"', expected: /is Europe\/London/ },
  ],
  ['falling cut-points', { 'harm.cuts.high': 1 }, { at: 'harm.cuts: [5,22,1,1040]', expected: /rise/ }],
  [
    'a misspelt setting',
    { 'harm.halfLifeYears': undefined, 'harm.halfLifeYear': 2 },
    {
      at: 'harm.halfLifeYear: 2',
      expected: /nearest is halfLifeYears[\s\S]*harm\.halfLifeYears: nothing.*the setting is missing/,
    },
  ],
  [
    'an unknown setting',
    { colour: 'blue' },
    { at: 'colour: "blue"', expected: /known here: one of id, name/ },
  ],
  [
    'a missing setting',
    { contact: undefined },
    { at: 'contact: nothing', expected: /a text; the setting is miss/ },
  ],
  [
    'no date',
    { 'harm.cuts.frozenOn': '2026-02-30' },
    { at: 'harm.cuts.frozenOn: "2026-02-30"', expected: /a date like/ },
  ],
  [
    'a text for a number',
    { lomuCapacity: '50' },
    { at: 'lomuCapacity: "50"', expected: /a (whole )?number/ },
  ],
  [
    'bounds the wrong way round',
    { 'harm.redLines.calibrationSlope': [2, 1] },
    { at: 'harm.redLines.calibrationSlope: [2,1]', expected: /lower one first/ },
  ],
  [
    'bounds that a perfect model would break',
    { 'harm.redLines.observedOverExpected': [5, 9] },
    { at: 'harm.redLines.observedOverExpected: [5,9]', expected: /1 between them/ },
  ],
  [
    'a least volume above the usual one',
    { 'gates.minVolumeRatio': 1.5 },
    { at: 'gates.minVolumeRatio: 1.5', expected: /1/ },
  ],
  [
    'a clause that an exclusion leaves out whole',
    { 'targets.0.noneOf': [{ name: 'knives', where: { weapon_type: ['sharp', 'knife', 'blunt'] } }] },
    { at: 'targets.0.anyOf.0: ', expected: /noneOf "knives" leaves all of it out/ },
  ],
  [
    'unknown coordinates',
    { 'boundary.coordinates': 'WGS84' },
    { at: 'boundary.coordinates: "WGS84"', expected: /nearest is wgs84/ },
  ],
  link('javascript:alert({id})'),
  link('JavaScript://x/{id}'),
  link('data:text/html,{id}'),
  link('https://connect.example/person/'),
  link('https://{id}/'),
  link('/person/{id}'),
  link('https://connect.example/ {id}'),
]

describe('a setting that cannot be meant is refused with its path, its value and what was expected', () => {
  test.each([...CLAUSES, ...TWICE, ...FORMS, ...RECORD])('%s', async (_what, change, { at, expected }) => {
    const { message, remedy } = await refusalOf(() => parseForce(changed(change), 'test'))
    expect(message.startsWith(`bad setting ${at}`), message).toBe(true)
    expect(remedy).toMatch(expected)
  })

  it.each(['https://connect.example/person?id={id}', 'http://connect/{id}', 'connect:person/{id}', ''])(
    'the link %j is taken',
    recordLink => expect(parseForce({ ...westMidlands, recordLink }, 'test').recordLink).toBe(recordLink),
  )
})

it('a module of an earlier shape, without a public record, is taken', () => {
  expect(parseForce(changed({ publicRecord: undefined }), 'test').publicRecord).toBeUndefined()
})

describe('a mapping is checked against the contract before anything is read', () => {
  const cases: [mapping: object, path: string, expected: RegExp][] = [
    [{ crime: {} }, 'mapping.crime', /nearest is crimes/],
    [{ crimes: { column: {} } }, 'mapping.crimes.column', /nearest is columns/],
    [{ crimes: { columns: { crime_ref: 'X' } } }, 'mapping.crimes.columns.crime_ref', /nearest is crime_id/],
    [
      { crimes: { columns: { CRIME_REF: 'crime_id' } } },
      'mapping.crimes.columns.CRIME_REF',
      /crime_id: "CRIME_REF"/,
    ],
    [
      { crimes: { values: { weapon_type: { KNF: 'Knife' } } } },
      'mapping.crimes.values.weapon_type."KNF"',
      /is knife/,
    ],
    [
      { crimes: { values: { weapon_type: { knife: 'KNF' } } } },
      'mapping.crimes.values.weapon_type."knife"',
      /"KNF": 'knife'/,
    ],
    [
      { crimes: { values: { offence_code: { ABH: '08N' } } } },
      'mapping.crimes.values.offence_code."ABH"',
      /: 8N/,
    ],
    [{ crimes: { values: { domestic: { Y: 'yes' } } } }, 'mapping.crimes.values.domestic."Y"', /true, false/],
    [{ crimes: { values: { found_by: { X: '' } } } }, 'mapping.crimes.values.found_by."X"', /needs one/],
    [
      { crimes: { values: { weapon_type: { KNF: 'knife', ' knf ': 'sharp' } } } },
      'mapping.crimes.values.weapon_type." knf "',
      /one meaning/,
    ],
    [
      { crimes: { values: { weapon_type: { 'K*': '*' } } } },
      'mapping.crimes.values.weapon_type."K*"',
      /without \*/,
    ],
    [
      { crimes: { values: { offence_code: { X: '8*' } } } },
      'mapping.crimes.values.offence_code."X"',
      /one \* on/,
    ],
    [{ crimes: { constants: { domestic: 'no' } } }, 'mapping.crimes.constants.domestic', /true, false/],
    [
      { crimes: { columns: { domestic: 'DV' }, constants: { domestic: 'false' } } },
      'mapping.crimes.constants.domestic',
      /not both/,
    ],
  ]
  test.each(cases)('%j', async (mapping, path, expected) => {
    const { message, remedy } = await refusalOf(() => parseForce({ ...westMidlands, mapping }, 'test'))
    expect(message.startsWith(`bad setting ${path}:`), message).toBe(true)
    expect(remedy).toMatch(expected)
  })
})
