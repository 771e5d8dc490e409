import type { Force } from './schema.ts'

const BLADE = { weapon_type: ['knife', 'sharp'] }
const ANY_WEAPON = { weapon_type: ['knife', 'sharp', 'firearm', 'blunt', 'other'] }
const NOT_COUNTED = [
  { name: 'cancelled or transferred', where: { status: ['cancelled', 'transferred'] } },
  { name: 'found by police', where: { found_by: ['police'] } },
]

const westMidlands: Force = {
  id: 'west-midlands',
  name: 'West Midlands Police',
  marking: 'OFFICIAL-SENSITIVE',
  handling: 'Synthetic data for demonstration. Handle as if it were real: do not forward.',
  contact: 'Data Analytics Lab (named contact: set in the force configuration)',
  timezone: 'Europe/London',
  crs: {
    name: 'British National Grid (EPSG:27700)',
    proj4:
      '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
      '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs',
  },
  boundary: { path: '../../public/outlines/west-midlands.geojson', coordinates: 'wgs84', nameKey: 'name' },
  lpas: [
    { code: 'BE', name: 'Birmingham East' },
    { code: 'BW', name: 'Birmingham West' },
    { code: 'CV', name: 'Coventry' },
    { code: 'DY', name: 'Dudley' },
    { code: 'SH', name: 'Solihull' },
    { code: 'SW', name: 'Sandwell' },
    { code: 'WL', name: 'Walsall' },
    { code: 'WV', name: 'Wolverhampton' },
  ],
  lomus: [
    { code: 'BE', name: 'Birmingham East LOMU' },
    { code: 'BW', name: 'Birmingham West LOMU' },
    { code: 'CV', name: 'Coventry LOMU' },
    { code: 'DY', name: 'Dudley LOMU' },
    { code: 'SH', name: 'Solihull LOMU' },
    { code: 'SW', name: 'Sandwell LOMU' },
    { code: 'WL', name: 'Walsall LOMU' },
    { code: 'WV', name: 'Wolverhampton LOMU' },
  ],
  places: [
    { name: 'Birmingham centre', x: 407000, y: 286900 },
    { name: 'Aston', x: 407300, y: 289200 },
    { name: 'Handsworth', x: 404700, y: 290200 },
    { name: 'Erdington', x: 411200, y: 291800 },
    { name: 'Sutton Coldfield', x: 412300, y: 296000 },
    { name: 'Small Heath', x: 409900, y: 285600 },
    { name: 'Sparkbrook', x: 408600, y: 284700 },
    { name: 'Yardley', x: 413000, y: 285900 },
    { name: 'Selly Oak', x: 404100, y: 282400 },
    { name: 'Northfield', x: 402400, y: 279300 },
    { name: 'Kings Heath', x: 407500, y: 281600 },
    { name: 'Edgbaston', x: 405500, y: 284800 },
    { name: 'Solihull centre', x: 415200, y: 279600 },
    { name: 'Chelmsley Wood', x: 418400, y: 286800 },
    { name: 'Coventry centre', x: 433500, y: 279000 },
    { name: 'Foleshill', x: 435200, y: 282500 },
    { name: 'Tile Hill', x: 427800, y: 278100 },
    { name: 'Wolverhampton centre', x: 391500, y: 298700 },
    { name: 'Bilston', x: 395000, y: 296500 },
    { name: 'Wednesfield', x: 394800, y: 300200 },
    { name: 'Walsall centre', x: 401400, y: 298500 },
    { name: 'Bloxwich', x: 399700, y: 302000 },
    { name: 'Aldridge', x: 405900, y: 300700 },
    { name: 'West Bromwich', x: 400500, y: 291300 },
    { name: 'Smethwick', x: 402300, y: 288200 },
    { name: 'Wednesbury', x: 398700, y: 295000 },
    { name: 'Tipton', x: 395700, y: 292500 },
    { name: 'Dudley centre', x: 394500, y: 290200 },
    { name: 'Stourbridge', x: 390300, y: 284300 },
    { name: 'Halesowen', x: 396600, y: 283700 },
    { name: 'Brierley Hill', x: 391800, y: 286900 },
  ],
  gazetteer: {
    path: 'west-midlands-places.csv',
    attribution: 'Contains OS data \u00a9 Crown copyright and database right',
  },
  targets: [
    {
      id: 'knife-injury',
      slug: 'knife',
      title: 'Knife crime with injury',
      description: 'Recorded crimes in which a knife or other sharp weapon was used and caused injury.',
      cellMetres: 1000,
      anyOf: [
        {
          name: 'knife or sharp weapon used, causing injury',
          where: { ...BLADE, weapon_use: ['used_causing_injury'] },
        },
      ],
      noneOf: NOT_COUNTED,
      helpers: [
        {
          name: 'knife or sharp weapon seen, threatened or used without injury',
          where: { ...BLADE, weapon_use: ['seen', 'threatened', 'used_no_injury'] },
        },
        {
          name: 'assault with injury, homicide, serious assault',
          where: { offence_code: ['1', '2', '5D', '8N', '8P', '8S'] },
        },
      ],
    },
    {
      id: 'serious-violence',
      slug: 'violence',
      title: 'Serious violent crime',
      description:
        'Homicide, attempted murder, serious assault, assault with injury with a weapon, robbery with ' +
        'a weapon used, rape and kidnapping.',
      cellMetres: 707,
      anyOf: [
        { name: 'homicide and attempted murder', where: { offence_code: ['1', '4.1', '4.2', '4.10', '2'] } },
        { name: 'serious assault', where: { offence_code: ['5D', '5E'] } },
        {
          name: 'assault with injury, weapon present',
          where: { offence_code: ['8N', '8P', '8S'], ...ANY_WEAPON },
        },
        {
          name: 'robbery, weapon used',
          where: { offence_code: ['34A', '34B'], weapon_use: ['used_no_injury', 'used_causing_injury'] },
        },
        { name: 'rape', where: { offence_code: ['19C', '19D'] }, sensitive: true },
        { name: 'kidnapping', where: { offence_code: ['36'] } },
      ],
      noneOf: NOT_COUNTED,
      helpers: [
        {
          name: 'other assault with injury and robbery',
          where: { offence_code: ['8N', '8P', '8S', '34A', '34B'] },
        },
      ],
    },
  ],
  horizonWeeks: 4,
  harm: {
    halfLifeYears: 2,
    cuts: {
      lowMedium: 5,
      highMedium: 22,
      high: 121,
      superHigh: 1040,
      frozenOn: '2026-11-16',
      reference:
        'synthetic reference population of the whole force, ten years to 2026-11-15 (50, 80, 92 and ' +
        '98% of harm)',
    },
    transitionWeeks: 52,
    scoreExpiryDays: 14,
    redLines: {
      calibrationSlope: [0.8, 1.25],
      observedOverExpected: [0.75, 1.33],
      maxStabilityIndex: 0.25,
      maxOverrideRate: 0.4,
      reviewer: 'Data Analytics Lab with the Head of Offender Management',
    },
  },
  lomuCapacity: 50,
  stepDown: { weeksWithoutCharge: 52, bandFallsWithinWeeks: 26, probabilityBelow: 0.05 },
  retention: { weeks: 520, years: 10 },
  disclosure: { minCount: 3, roundTo: 1 },
  gates: {
    maxRejectShare: 0.02,
    minGeocodedShare: 0.9,
    maxDaysWithoutRecords: 14,
    minVolumeRatio: 0.5,
    maxVolumeRatio: 2,
    lateAfterDays: 10,
  },
  /** An example: the name `.invalid` leads nowhere. */
  recordLink: 'https://connect.example.invalid/nominal/{id}',
  /** Invented, as the extract is: no force has adopted this text. */
  publicRecord: {
    phase: 'Beta. This is a demonstration on invented data; no force uses it.',
    region: 'England: the West Midlands police area',
    email: 'data-analytics-lab@example.invalid (an example: it leads nowhere)',
    team: 'Data Analytics Lab (invented deployment)',
    seniorResponsibleOwner: 'Head of Data Analytics (a role; no person is named in an invented deployment)',
    thirdParty: 'No. The tool is open source and runs inside the force. No supplier sees its data.',
    previousProcess:
      'Invented deployment: there was none before it. Forces often use maps of the last weeks and ' +
      'lists of past harm made by hand; both stand beside the tool as simple rules to beat.',
    training:
      'All users take the tour of their role and the eight questions on the help pages before they ' +
      'use the tool: how it works, how to read a chance, what it must not be used for.',
    appeals:
      'A person who thinks that a record is wrong asks the force to correct it under Part 3 of the ' +
      'Data Protection Act 2018, and may complain to the Information Commissioner. Staff who disagree ' +
      'record their decision and the reason. Nothing is decided by the tool alone.',
    dataAccess:
      'On servers of the force, in a closed network. Each product has its own web root and its own ' +
      'users. Each opening of a person is logged with a reason.',
    dataSharing: 'None. No data leave the force. Packs for partners are counts under disclosure control.',
    impactAssessments:
      'Invented deployment: none has been made. Before real use a force needs a data protection ' +
      'impact assessment, an equality impact assessment and the advice of its ethics committee.',
    decisions: [
      {
        on: '2026-11-16',
        by: 'Data Analytics Lab (invented)',
        about: 'people',
        what: 'Adopted the cut-points of the bands, found on the synthetic reference population.',
      },
      {
        on: '2026-11-16',
        by: 'Data Analytics Lab (invented)',
        about: 'areas',
        what: 'Left crimes found by police out of both maps, so that patrols do not feed the forecast.',
      },
    ],
  },
}

export default westMidlands
