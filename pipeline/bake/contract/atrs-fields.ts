/**
 * The field list of the Algorithmic Transparency Recording Standard, template v4.0, as data.
 *
 * Written down on 2026-11-27 from the public guidance for public sector bodies (GOV.UK, updated 8 May 2025)
 * and the shape of records published under v4.0; the template's own file could not be opened where this was
 * written. `seen` marks fields whose number and name were also found on that day in another public mapping
 * of v4.0. A force that publishes a record compares the list with the template once more.
 */
export const ATRS_TEMPLATE = {
  standard: 'Algorithmic Transparency Recording Standard',
  version: '4.0',
  source:
    'https://www.gov.uk/government/publications/guidance-for-organisations-using-the-algorithmic-' +
    'transparency-recording-standard',
  noted: '2026-11-27',
} as const

const SECTIONS = {
  metadata: 'Metadata and title',
  overview: 'Tier 1: overview',
  owner: 'Tier 2: owner and responsibility',
  rationale: 'Tier 2: description and rationale',
  deployment: 'Tier 2: deployment context',
  tool: 'Tier 2: tool specification',
  model: 'Tier 2: model specification',
  development: 'Tier 2: development data',
  operation: 'Tier 2: operational data',
  risks: 'Tier 2: risks, mitigations and impact assessments',
} as const

type Section = keyof typeof SECTIONS

/** A field of the template. */
export interface AtrsField {
  readonly id: string
  readonly name: string
  readonly section: string
  /** Whether a record without it is refused. */
  readonly required: boolean
  /** Whether its number and name were found in a second public source. */
  readonly seen: boolean
}

type Row = readonly [id: string, name: string, mark?: 'seen']

const of = (section: Section, rows: readonly Row[], required = true): AtrsField[] =>
  rows.map(([id, name, mark]) => ({
    id,
    name,
    section: SECTIONS[section],
    required,
    seen: mark === 'seen',
  }))

/** All fields in the order of the template. */
export const ATRS_FIELDS: readonly AtrsField[] = [
  ...of('metadata', [
    ['0.1', 'Title', 'seen'],
    ['0.2', 'Organisation name', 'seen'],
    ['0.3', 'Phase', 'seen'],
    ['0.4', 'Region', 'seen'],
    ['0.5', 'One sentence description', 'seen'],
  ]),
  ...of('overview', [
    ['1.1', 'Name', 'seen'],
    ['1.2', 'Description', 'seen'],
    ['1.3', 'Website URL', 'seen'],
    ['1.4', 'Contact email', 'seen'],
  ]),
  ...of('owner', [
    ['2.1.1', 'Organisation or department', 'seen'],
    ['2.1.2', 'Team', 'seen'],
    ['2.1.3', 'Senior responsible owner', 'seen'],
    ['2.1.4', 'Third party involvement', 'seen'],
  ]),
  // Asked for only where a third party is involved; a force tells them in the text of 2.1.4.
  ...of(
    'owner',
    [
      ['2.1.4.1', 'Third party'],
      ['2.1.4.2', 'Companies House number'],
      ['2.1.4.3', 'Third party role'],
      ['2.1.4.4', 'Procurement procedure type'],
      ['2.1.4.5', 'Third party data access terms'],
    ],
    false,
  ),
  ...of('rationale', [
    ['2.2.1', 'Detailed description', 'seen'],
    ['2.2.2', 'Benefits'],
    ['2.2.3', 'Previous process'],
    ['2.2.4', 'Alternatives considered'],
  ]),
  ...of('deployment', [
    ['2.3.1', 'Integration into broader operational process'],
    ['2.3.2', 'Human review', 'seen'],
    ['2.3.3', 'Frequency and scale of usage'],
    ['2.3.4', 'Required training'],
    ['2.3.5', 'Appeals and review'],
  ]),
  ...of('tool', [
    ['2.4.1.1', 'System architecture'],
    ['2.4.1.2', 'System-level input', 'seen'],
    ['2.4.1.3', 'System-level output', 'seen'],
    ['2.4.1.4', 'Maintenance'],
    ['2.4.1.5', 'Models', 'seen'],
  ]),
  ...of('model', [
    ['2.4.2.1', 'Model name'],
    ['2.4.2.2', 'Model version', 'seen'],
    ['2.4.2.3', 'Model task'],
    ['2.4.2.4', 'Model input'],
    ['2.4.2.5', 'Model output'],
    ['2.4.2.6', 'Model architecture'],
    ['2.4.2.7', 'Model performance'],
    ['2.4.2.8', 'Datasets and their purposes'],
  ]),
  ...of('development', [
    ['2.4.3.1', 'Development data description', 'seen'],
    ['2.4.3.2', 'Data modality'],
    ['2.4.3.3', 'Data quantities'],
    ['2.4.3.4', 'Sensitive attributes', 'seen'],
    ['2.4.3.5', 'Data completeness and representativeness'],
    ['2.4.3.6', 'Data cleaning'],
    ['2.4.3.7', 'Data collection'],
    ['2.4.3.8', 'Data access and storage'],
    ['2.4.3.9', 'Data sharing agreements'],
  ]),
  ...of('operation', [
    ['2.4.4.1', 'Data sources'],
    ['2.4.4.2', 'Sensitive attributes', 'seen'],
    ['2.4.4.3', 'Data processing methods'],
    ['2.4.4.4', 'Data access and storage'],
    ['2.4.4.5', 'Data sharing agreements'],
  ]),
  ...of('risks', [
    ['2.5.1', 'Impact assessments', 'seen'],
    ['2.5.2', 'Risks and mitigations', 'seen'],
  ]),
]
