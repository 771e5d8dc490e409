/**
 * What the pipeline and the browser both need: lists of names and pure functions. No schema library stands
 * behind it, so the browser loads nothing else with it.
 */
/** What a difference and its interval can say of the model beside a rival. */
export { VERDICTS } from '../../evidence/people/verdict.ts'
/** What a charge can have come to. */
export { OUTCOMES } from '../../force/outcomes.ts'
/** The image and the map share their classes. */
export { classBreaks, classOf } from '../../lib/breaks.ts'
/** The baked files and the browser's exports share their writer. */
export { csvText } from '../../lib/csv.ts'
/** The evidence and the method page state one rule. */
export { ADOPTION_RULE } from '../../models/places/catalogue.ts'
/** The chance of the first ranks and the words for it mean the same ranks. */
export { TOP_RANKS } from '../../models/places/rank-intervals.ts'
/** The week's reasons and those between any two weeks come of one formula. */
export { explainMove } from '../../models/places/reasons.ts'
/** The baked polygons and the browser's scopes sum squares alike. */
export { forecastOfSum } from '../../models/places/sum-forecast.ts'
/** The baked figures and the map's slider share their budgets. */
export { AREA_BUDGETS, budgetCells, LIST_BUDGET } from '../../scores/area-budget.ts'
/** The live map and the pictures baked under it draw one scene in one style. */
export type { BaseMap } from './base-map.ts'
export { type Candidate, type Label, placeNames, textWidth } from './base-map-labels.ts'
export {
  type Address,
  type Paper,
  type PicturePiece,
  piecesOnPaper,
  type Scene,
  sceneOf,
  tilesFor,
} from './base-map-scene.ts'
export {
  CASED_PIXELS,
  lineWidth,
  PALETTES,
  type Palette,
  type PaletteName,
  squareOpacity,
  widthOver,
} from './base-map-style.ts'
/** The baked CSV, the browser's export and the table share their columns. */
export { byDay, byNight, CELL_COLUMNS, type CellRow, changeOf } from './cell-columns.ts'
/** Baked maps, images and the live map have one grid where they have no streets. */
export { gridLines, gridStep } from './grid-lines.ts'
/** The notices and the fairness page share the names of groups. */
export { groupName } from './groups.ts'
/** The browser reads the recorded offences with the functions that wrote them. */
export { decodeHistory, type History, HOUR_NOT_SHOWN, PERIOD_DAYS } from './history-format.ts'
/** The page of a square and its patrol sheet share the hours of the week. */
export {
  type Block,
  busiestBlocks,
  PSEUDO_EVENTS,
  shrunkHours,
  type Visit,
  visitTimes,
} from './hours.ts'
/** The outlines of areas are packed by the baker and unpacked by the map. */
export { ringsOf } from './layer-shapes.ts'
export { MODEL_TITLES } from './model-titles.ts'
/** The baked shares and the layers of the map mean the same hours. */
export { NIGHT } from './night.ts'
export {
  BANDS,
  type Band,
  CHARACTERISTICS,
  FALL_WEEKS,
  HIGH,
  type NoProbability,
  OPENING_REASONS,
  sumOfCharges,
} from './people-words.ts'
/**
 * The browser reads the files of people, and adds them up, with the functions that stand beside their
 * shapes.
 */
export { faultOf, type PageFault } from './person-check.ts'
export {
  type PersonDecision,
  type PersonPage,
  type PersonReason,
  type SharedFacts,
  unpackPage,
} from './person-page.ts'
/** The baked images and the picture that the browser draws share their colours. */
export { RAMPS } from './ramps.ts'
/** The baked reasons and the person's page share their names and groups. */
export { REASON_GROUPS, REASONS, type ReasonGroup } from './reasons.ts'
export {
  type ListedPerson,
  packPerson,
  type RosterFile,
  unpackPerson,
} from './roster-row.ts'
/** The search box asks what the baker has listed. */
export { type Found, search, shardPath, shardsFor } from './search.ts'
export type { SearchShard } from './search-file.ts'
/** The baked counts of the tabs and the tabs of the browser share their rule. */
export { type ListPart, onTab, TABS, type Tab, tabCounts } from './worklist.ts'
