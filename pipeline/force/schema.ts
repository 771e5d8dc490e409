import { z } from 'zod'
import { PERSON_FEATURES } from './factors.ts'
import { MappingSchema } from './mapping.ts'
import { PublicRecord } from './public-record.ts'
import { STEP_DOWN } from './step-down.ts'

/** Fields of a recorded crime that a target definition may speak of. */
export const CRIME_FIELDS = [
  'offence_code',
  'weapon_type',
  'weapon_use',
  'found_by',
  'status',
  'location_type',
  'domestic',
] as const

/** A name that stands in addresses and names of files. */
const Slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens, a letter first')

/** One clause of a target: every named field holds one of its values. */
const Clause = z.strictObject({
  name: z.string().min(1),
  where: z.partialRecord(z.enum(CRIME_FIELDS), z.array(z.string()).min(1)),
})

/** A clause by which crimes count. */
const CountedClause = Clause.extend({
  /** Its offences stand as square and four weeks only: no hour, day, venue or point of them is shown. */
  sensitive: z.boolean().optional().meta({ default: 'false' }),
})

/** A target of the place forecasts: a crime counts when any clause holds and none of the exclusions does. */
const Target = z.strictObject({
  id: Slug,
  slug: Slug,
  title: z.string().min(1),
  description: z.string().min(1),
  cellMetres: z.number().positive(),
  anyOf: z.array(CountedClause).min(1),
  noneOf: z.array(Clause),
  /** A commoner, related set of offences whose history helps to place the target. */
  helpers: z.array(CountedClause),
})

/** A code is part of addresses and file names, so nothing may stand in it that parts those. */
const Code = z
  .string()
  .regex(/^[^\s./\\?#%][^/\\?#%\p{Cc}]*$/u, 'a code without dots in front, / \\ ? # or %')
const Area = z.strictObject({ code: Code, name: z.string().min(1) })
/** That of a unit names files and folders of lists, and stands in the web server's list of who sees what. */
const UnitCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'a code of letters A to Z, digits, - and _, without other signs')
  .refine(code => code.toLowerCase() !== 'private', "another code: private is the product's own")
const Unit = Area.extend({
  code: UnitCode,
  /** People whom this unit can take on. */
  capacity: z.number().int().positive().optional().meta({ default: 'lomuCapacity' }),
})
/** Scopes that exist without a layer of the force's. */
const OWN_LAYERS = ['district', 'hexagon', 'patch']
/** A file of the force's own, and what pages have to say of whose data it holds. */
const Attributed = z.strictObject({ path: z.string().min(1), attribution: z.string() })
const Place = z.strictObject({ name: z.string().min(1), x: z.number(), y: z.number() })
/** A layer of polygons beside the districts: wards, neighbourhoods, LSOA. */
const Layer = z.strictObject({
  id: Slug.refine(
    id => !OWN_LAYERS.includes(id),
    `another id: ${OWN_LAYERS.join(', ')} are the product's own`,
  ),
  title: z.string().min(1),
  /** GeoJSON file; `codeKey` and `nameKey` are the properties that hold the code and the name of each. */
  path: z.string().min(1),
  coordinates: z.enum(['wgs84', 'force']),
  codeKey: z.string().min(1),
  nameKey: z.string().min(1),
  /** What pages have to say of whose data they are. */
  attribution: z.string(),
})
const Fraction = z.number().min(0).max(1)
const Bounds = z
  .tuple([z.number().min(0), z.number()])
  .refine(([from, to]) => from < to, 'two numbers, the lower one first')

/** Harm weights of the force's own choice: a file, its vintage, and the day since which they are in use. */
const Weights = z.strictObject({
  file: z.string().min(1),
  vintage: z.string().min(1),
  date: z.iso.date(),
})

/**
 * Everything that differs between forces. Distances are metres in `crs`, times local to `timezone`. What may
 * be left out says what is taken then: `default(...)`, or `meta({ default })` in words.
 */
export const ForceSchema = z.strictObject({
  id: Slug,
  name: z.string().min(1),
  marking: z.string().regex(/^[A-Z][A-Z -]+$/, 'capitals'),
  handling: z.string(),
  contact: z.string().min(1),
  /** Who trains readers, and where the recording of a training stands: shown on the help pages. */
  training: z
    .strictObject({ contact: z.string().min(1), recording: z.string().min(1).optional() })
    .optional()
    .meta({ default: 'the contact, and no recording' }),
  timezone: z.string().min(1),
  /** proj4 definition of the force's metric coordinate system, and the name shown to readers. */
  crs: z.strictObject({ name: z.string(), proj4: z.string() }),
  /** That of the easting and northing of extracts, metric or in degrees, where it is another. */
  extractCrs: z
    .strictObject({ name: z.string(), proj4: z.string() })
    .optional()
    .meta({ default: 'the same as crs' }),
  /**
   * GeoJSON file of the districts: WGS 84 ('wgs84') or already in `crs` ('force'); `nameKey` is the property
   * that names each.
   */
  boundary: z.strictObject({
    path: z.string(),
    coordinates: z.enum(['wgs84', 'force']),
    nameKey: z.string(),
  }),
  lpas: z.array(Area),
  lomus: z.array(Unit).min(1),
  places: z.array(Place),
  /** More named places, CSV with `name`, `easting`, `northing`: they name squares and can be searched for. */
  gazetteer: Attributed.optional().meta({ default: 'none: `places` alone' }),
  /** Postcodes for the search, CSV as Code-Point Open comes, or a folder of such files. */
  postcodes: Attributed.optional().meta({ default: 'none' }),
  /** Layers of polygons that readers may look at beside the districts. */
  layers: z.array(Layer).default([]),
  /** Area of the hexagons of a layer of their own, in km2. */
  hexagonKm2: z.number().min(0.1).optional().meta({ default: 'no hexagons' }),
  targets: z.array(Target).min(1),
  /** At most a year: a forecast of places says nothing beyond. */
  horizonWeeks: z.number().int().positive().max(52),
  /** First day of history: what happened before it is counted and reaches nothing. */
  historyStart: z.iso.date().optional().meta({ default: 'the first day that the extract covers' }),
  weights: Weights.optional().meta({ default: 'ONS Crime Severity Score, 2020 (built in)' }),
  harm: z.strictObject({
    halfLifeYears: z.number().positive(),
    /** Lowest harm score of each band above low, rising; found on a dated reference population. */
    cuts: z.strictObject({
      lowMedium: z.number().positive(),
      highMedium: z.number().positive(),
      high: z.number().positive(),
      superHigh: z.number().positive(),
      frozenOn: z.iso.date(),
      reference: z.string().min(1),
    }),
    /** At most ten years: no history holds enough people who were seen for longer. */
    transitionWeeks: z.number().int().positive().max(520),
    scoreExpiryDays: z.number().int().positive(),
    /** Bounds of the people model's measures: outside them a banner asks `reviewer` for a review. */
    redLines: z.strictObject({
      calibrationSlope: Bounds,
      observedOverExpected: Bounds,
      maxStabilityIndex: z.number().positive(),
      maxOverrideRate: Fraction,
      reviewer: z.string().min(1),
    }),
    /** Factors that the leak alarm named and whose timing somebody has proven since: who, when and how. */
    provenFeatures: z
      .array(
        z.strictObject({
          feature: z.enum(PERSON_FEATURES),
          on: z.iso.date(),
          by: z.string().min(1),
          how: z.string().min(1),
        }),
      )
      .default([]),
  }),
  /** Bounds of the measures of past place forecasts: outside them a banner asks `reviewer` for a review. */
  placeRedLines: z
    .strictObject({
      slope: Bounds,
      recordedOverExpected: Bounds,
      coverage: Bounds,
      reviewer: z.string().min(1),
    })
    .optional(),
  /** What was decided about red lines that were crossed; no decision may name or describe a person. */
  redLineDecisions: z
    .array(
      z.strictObject({
        /** `people/MEASURE`, or `SLUG/MEASURE` of a target; `red-lines.ts` has the measures. */
        line: z.string().min(1),
        on: z.iso.date(),
        by: z.string().min(1),
        words: z.string().min(1),
        /** The last day on which it holds. */
        until: z.iso.date().optional().meta({ default: 'until the next decision' }),
      }),
    )
    .default([]),
  lomuCapacity: z.number().int().positive(),
  /** Who is shown as one who may be stepped down. */
  stepDown: z
    .strictObject({
      weeksWithoutCharge: z.number().int().positive(),
      bandFallsWithinWeeks: z.number().int().positive(),
      probabilityBelow: Fraction,
    })
    .default({ ...STEP_DOWN }),
  /** Archived weeks that are kept, and years for which a person is kept after the last charge. */
  retention: z
    .strictObject({ weeks: z.number().int().positive(), years: z.number().int().positive() })
    .default({ weeks: 520, years: 10 }),
  /** Whether people under 18 have a list of their own. */
  childrenListed: z.boolean().default(false),
  disclosure: z.strictObject({ minCount: z.number().int().min(0), roundTo: z.number().int().min(1) }),
  gates: z.strictObject({
    maxRejectShare: Fraction,
    minGeocodedShare: Fraction,
    maxDaysWithoutRecords: z.number().int().positive(),
    minVolumeRatio: Fraction,
    maxVolumeRatio: z.number().min(1),
    lateAfterDays: z.number().int().positive(),
    /** Settings of the gates that have a default; `pipeline/data/gates/bounds.ts` says what each means. */
    maxTwinShare: Fraction.optional(),
    maxChangedShare: Fraction.optional(),
    maxEditedShare: Fraction.optional(),
    maxDaysWithoutCharges: z.number().int().positive().optional(),
    maxDeceasedShare: Fraction.optional(),
    maxUnlikelyAgeShare: Fraction.optional(),
    maxAcquittedShare: Fraction.optional(),
    maxOldPendingShare: Fraction.optional(),
    minRecentPendingShare: Fraction.optional(),
    maxCancelledShare: Fraction.optional(),
    maxUnknownCrimeShare: Fraction.optional(),
    maxUnchargedDecisionShare: Fraction.optional(),
    maxUnchargedCustodyShare: Fraction.optional(),
    maxMergedBirthsApart: Fraction.optional(),
    maxOnePersonShare: Fraction.optional(),
    maxOneDayShare: Fraction.optional(),
    maxOnePointShare: Fraction.optional(),
    maxCoarseShare: Fraction.optional(),
    maxOutsideShare: Fraction.optional(),
    maxLongRangeShare: Fraction.optional(),
    maxDiscontinuedShare: Fraction.optional(),
    maxUnknownBirthShare: Fraction.optional(),
    maxOneBirthMonthShare: Fraction.optional(),
    maxInCustodyShare: Fraction.optional(),
    minPeriodRatio: Fraction.optional(),
    minCodeRatio: Fraction.optional(),
    maxHarmChange: z.number().positive().optional(),
    maxHarmMovedShare: Fraction.optional(),
    maxBandFlowShare: Fraction.optional(),
    maxHighFlowShare: Fraction.optional(),
    maxUnknownUnitShare: Fraction.optional(),
  }),
  /** What the force calls the system that its extract comes from. */
  recordsSystem: z.string().trim().min(1).max(40).default('CONNECT'),
  /**
   * Link template to the force's own record of a person; `{id}` stands for the reference there. Empty: no
   * link.
   */
  recordLink: z.string(),
  /** What the public records of its tools say in the force's own words. */
  publicRecord: PublicRecord.optional().meta({ default: 'texts that say what is not stated' }),
  /** The force's own names of columns and values of the extract; absent: those of the contract. */
  mapping: MappingSchema.optional().meta({ default: 'the names of the contract' }),
})

/** Settings as a force's module holds them: what has a default may be left out. */
export type Force = Readonly<z.input<typeof ForceSchema>>
/** Settings as they were checked: every default is filled in. */
export type Settings = Readonly<z.output<typeof ForceSchema>>
export type Target = Force['targets'][number]
export type Clause = z.infer<typeof Clause>
export type CountedClause = z.infer<typeof CountedClause>
