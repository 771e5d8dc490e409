/**
 * The baked files: the one door between the pipeline and the sites. Two products, two halves; what is not named here
 * cannot reach a reader. Positions are metres in the force's coordinate system; dates are ISO; shares are fractions.
 */
import { z } from 'zod'
import { TABLES } from '../data/schema.ts'

/** The image and the map share their classes. */
export { classBreaks, classOf } from '../lib/breaks.ts'

const Day = z.iso.date()
const Week = z.string().regex(/^\d{4}-W\d{2}$/)
const Slug = z.string().regex(/^[a-z][a-z0-9-]*$/)
const Share = z.number().min(0).max(1)
const Ring = z.array(z.tuple([z.number(), z.number()]))

/** A number with its 80 % interval. */
const Interval = z.strictObject({ expected: z.number(), low: z.number(), high: z.number() })

/** Row account of one file: rows = accepted + quarantined, exactly. */
const Account = z.strictObject({
  table: z.string(),
  rows: z.number().int(),
  accepted: z.number().int(),
  quarantined: z.number().int(),
  reasons: z.array(z.strictObject({ code: z.string(), rows: z.number().int() })),
})

/** `run.json`, in both products: what every page's header, footer and limits need. */
export const RunFile = z.strictObject({
  kind: z.literal('run'),
  force: z.strictObject({
    id: Slug,
    name: z.string(),
    marking: z.string(),
    handling: z.string(),
    contact: z.string(),
    crs: z.string(),
  }),
  week: Week,
  asAt: Day,
  dataTo: Day,
  ageDays: z.number().int(),
  late: z.boolean(),
  runId: z.string(),
  modelVersion: z.string(),
  extractId: z.string(),
  horizonWeeks: z.number().int(),
  /** The last day on which scores and predictions about people may be shown. */
  scoresExpireOn: Day.optional(),
  targets: z.array(z.strictObject({ id: Slug, slug: Slug, title: z.string() })),
  accounts: z.array(Account),
  /** What was noticed in files and rows without refusing them. */
  warnings: z.array(z.strictObject({ code: z.string(), where: z.string(), facts: z.string() })),
  /** How rows differ from those of the run before. */
  changes: z.array(z.strictObject({ table: z.string(), kind: z.string(), rows: z.number().int() })),
  /** Offence codes that have no harm weight: counted and named, never zero in silence. */
  unweighted: z.array(z.strictObject({ table: z.string(), code: z.string(), rows: z.number().int() })),
})

/** `outlines.json` (areas): the built-in base map. */
export const OutlinesFile = z.strictObject({
  kind: z.literal('outlines'),
  districts: z.array(z.strictObject({ name: z.string(), rings: z.array(Ring) })),
  places: z.array(z.strictObject({ name: z.string(), x: z.number(), y: z.number() })),
})

const Cell = z.strictObject({
  /** South-west corner in whole metres, for example `e406000n286000`. */
  id: z.string(),
  /** Centre, in metres. */
  x: z.number(),
  y: z.number(),
  place: z.string(),
  district: z.string(),
  rank: z.number().int().positive(),
  previousRank: z.number().int().positive().nullable(),
  /** Weeks in a row, this one included, among the cells of the 2 % area budget; 0 when outside it. */
  tenureWeeks: z.number().int(),
  /** Ranks between which the cell stands in 80 % of draws from the forecast's uncertainty. */
  rankLow: z.number().int().positive(),
  rankHigh: z.number().int().positive(),
  count: Interval,
  pAny: Share,
  pTwo: Share,
  /** Recorded offences; null when suppressed by disclosure control. */
  last4: z.number().int().nullable(),
  last52: z.number().int().nullable(),
  /** Why here: parts that add up to the expected number. */
  why: z.array(z.strictObject({ label: z.string(), count: z.number() })),
})

/** A cell with more recent offences than its own past explains: shown apart, never part of the ranks. */
const FlareUp = z.strictObject({
  cell: z.string(),
  /** Weeks counted back from the forecast: 4 or 8. */
  weeks: z.number().int(),
  /** Recorded in those weeks; null when suppressed. */
  recorded: z.number().int().nullable(),
  expected: z.number(),
  /** Chance of so many or more, had nothing changed. */
  tail: Share,
})

/** Adjacent cells taken together within the area budget. */
const Patches = z.strictObject({
  areaShare: Share,
  patches: z.array(z.strictObject({ cells: z.array(z.string()), expected: z.number() })),
  /** For each cell of the patches: how much of it is also listed when the grid is shifted, as a mean over four shifts. */
  core: z.array(z.strictObject({ cell: z.string(), share: Share })),
})

/** `targets/SLUG.json` (areas): one place forecast. `cells` is sorted by rank. */
export const TargetFile = z.strictObject({
  kind: z.literal('target'),
  id: Slug,
  slug: Slug,
  title: z.string(),
  description: z.string(),
  cellMetres: z.number(),
  forecastFrom: Day,
  forecastTo: Day,
  total: Interval,
  lastFourWeeks: z.number().int(),
  sameWeeksLastYear: z.number().int().nullable(),
  /** Mean P(at least one) over all cells. */
  baseRate: Share,
  capture: z.array(z.strictObject({ areaShare: Share, cells: z.number().int(), expectedShare: Share })),
  entered: z.array(z.string()),
  left: z.array(z.string()),
  flareUps: z.array(FlareUp),
  patches: Patches,
  /** Recorded counts of a place above 0 and below `minCount` are withheld. */
  disclosure: z.strictObject({ minCount: z.number().int(), roundTo: z.number().int() }),
  clauses: z.array(z.strictObject({ name: z.string(), count: z.number().int() })),
  cells: z.array(Cell),
  downloads: z.strictObject({ csv: z.string(), geojson: z.string(), png: z.string(), history: z.string() }),
  limits: z.array(z.string()),
})

/**
 * What later weeks read of an earlier week's forecast: a part of `TargetFile` that every version of it has held, so that a
 * forecast is still read after the files have grown.
 */
export const PastForecast = z.object({
  slug: Slug,
  cellMetres: z.number(),
  forecastFrom: Day,
  forecastTo: Day,
  total: Interval,
  cells: z.array(
    z.object({
      id: z.string(),
      x: z.number(),
      y: z.number(),
      rank: z.number().int(),
      tenureWeeks: z.number().int(),
      count: Interval,
    }),
  ),
})

/** Weeks of the periods for which recorded offences of squares are baked; 0 is the whole history. Each holds those before it. */
export const SQUARE_PERIODS = [4, 13, 52, 156, 0] as const

/** Types of venue that a recorded offence may have. */
export const VENUES: readonly string[] =
  TABLES.find(table => table.name === 'crimes')?.columns.find(column => column.name === 'location_type')?.values ?? []

/** Bands of the harm score, lowest first. */
export const BANDS = ['low', 'low-medium', 'high-medium', 'high', 'super high'] as const

const Band = z.enum(BANDS)
const Pseudonym = z.string().regex(/^[0-9a-f]{32}$/)

/** `lomus.json` (people): cohort counts without anyone's name. */
export const LomusFile = z.strictObject({
  kind: z.literal('lomus'),
  capacity: z.number().int(),
  lomus: z.array(
    z.strictObject({
      code: z.string(),
      name: z.string(),
      people: z.number().int(),
      bands: z.array(z.strictObject({ band: Band, people: z.number().int(), lastWeek: z.number().int().nullable() })),
    }),
  ),
})

const ListedPerson = z.strictObject({
  pseudonym: Pseudonym,
  reference: z.string(),
  band: Band,
  harm: z.number(),
  /** Probability of becoming high harm within the horizon; null for people already high. */
  transition: Interval.nullable(),
  lastChargeOn: Day,
  chargesInYear: z.number().int(),
  chargesEver: z.number().int(),
  ageBand: z.string(),
  inCustody: z.boolean(),
})

/** `lomus/CODE.json` (people): one unit's list. Children stand apart. */
export const LomuFile = z.strictObject({
  kind: z.literal('lomu'),
  code: z.string(),
  name: z.string(),
  capacity: z.number().int(),
  transitionWeeks: z.number().int(),
  baseRate: Share,
  people: z.array(ListedPerson),
  children: z.array(ListedPerson),
  limits: z.array(z.string()),
})

/** `people/PSEUDONYM.json` (people): one person, opened one file at a time. */
export const PersonFile = z.strictObject({
  kind: z.literal('person'),
  pseudonym: Pseudonym,
  reference: z.string(),
  recordLink: z.string(),
  lomu: z.strictObject({ code: z.string(), name: z.string() }),
  facts: z.strictObject({ ageBand: z.string(), sex: z.string(), inCustodyUntil: Day.nullable(), child: z.boolean() }),
  harm: z.strictObject({
    score: z.number(),
    undecayed: z.number(),
    band: Band,
    halfLifeYears: z.number(),
    cuts: z.array(z.strictObject({ band: Band, from: z.number() })),
    /** Every counted or once-counted charge; contributions of counted charges add up to the score. */
    charges: z.array(
      z.strictObject({
        chargedOn: Day,
        offenceOn: Day,
        code: z.string(),
        offence: z.string(),
        outcome: z.enum(['pending', 'convicted', 'acquitted', 'discontinued']),
        counted: z.boolean(),
        weight: z.number().nullable(),
        contribution: z.number(),
      }),
    ),
    /** Harm score with no new charge, at some days from the forecast on. */
    decay: z.array(z.strictObject({ on: Day, score: z.number(), band: Band })),
    /** Day on which the band falls if there is no new charge; null in the lowest band. */
    bandFallsOn: Day.nullable().optional(),
    /** Offences of which a single new charge would bring the score to the high cut-point, lightest first; at most five. */
    crossing: z.array(z.strictObject({ code: z.string(), offence: z.string(), weight: z.number() })).optional(),
  }),
  /** Absent for people already high, for whom no transition is predicted. */
  prediction: z
    .strictObject({
      weeks: z.number().int(),
      probability: Interval,
      baseRate: Share,
      baseline: z.number(),
      logit: z.number(),
      /** Centred contributions in log-odds: baseline + their sum = logit. */
      factors: z.array(
        z.strictObject({ name: z.string(), value: z.string(), contribution: z.number(), support: z.number().int() }),
      ),
    })
    .nullable(),
  limits: z.array(z.string()),
})

export type RunFile = Readonly<z.infer<typeof RunFile>>
export type OutlinesFile = Readonly<z.infer<typeof OutlinesFile>>
export type TargetFile = Readonly<z.infer<typeof TargetFile>>
export type PastForecast = Readonly<z.infer<typeof PastForecast>>
export type BakedCell = TargetFile['cells'][number]
export type Band = z.infer<typeof Band>
export type LomusFile = Readonly<z.infer<typeof LomusFile>>
export type LomuFile = Readonly<z.infer<typeof LomuFile>>
export type ListedPerson = LomuFile['people'][number]
export type PersonFile = Readonly<z.infer<typeof PersonFile>>
