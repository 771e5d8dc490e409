import type { RunFile } from '../../../pipeline/bake/contract/run.ts'
import type { Product } from '../build.ts'
import { GLOSSARY } from './glossary.ts'
import type { Entry } from './glossary-entry.ts'

type TermsOfPages = Readonly<Record<string, readonly string[]>>

const DATA = ['extract', 'accepted', 'set-aside', 'gate', 'code-drift', 'reach']
const RECORD = ['public-record', 'model-card', 'model']
const ON_A_LIST = ['band', 'becoming-high', 'base-rate', 'outcomes-range', 'capacity', 'review-due']

/**
 * The words that a reader of a page is likeliest to ask about, as ids of the glossary in the order in which
 * the page needs them. `:target`, `:tool` and `:unit` stand for any of their kind.
 *
 * @internal
 */
export const PAGE_TERMS: Readonly<Record<Product, TermsOfPages>> = {
  areas: {
    '/': ['expected', 'interval', 'usual', 'chance', 'budget', 'flare-up'],
    '/:target/': ['chance', 'expected', 'interval', 'budget', 'capture', 'why', 'patch', 'core'],
    '/:target/square/': ['chance', 'expected', 'why', 'micro-area', 'venue', 'exclusions'],
    '/explore/': ['explore', 'fact', 'clause', 'venue', 'scope', 'compare'],
    '/weeks/': ['expected', 'interval', 'last-check', 'compare'],
    '/weeks/compare/': ['compare', 'difference', 'rank'],
    '/patrols/': ['delivered', 'visit', 'searches', 'effect'],
    '/evidence/': ['simple-map', 'capture', 'pai', 'bits', 'calibration', 'slope', 'promised', 'ledger'],
    '/method/': ['model', 'clause', 'related', 'pool', 'assumption', 'tried'],
    '/method/:tool/': RECORD,
    '/data/': DATA,
    '/red-lines/': ['red-line', 'crossed-line', 'slope', 'observed-over-expected', 'bits'],
    '/report/': ['capture', 'bits', 'calibration', 'slope', 'red-line', 'refused-run'],
  },
  people: {
    '/': ['unit', 'band', 'score', 'capacity'],
    '/lomu/:unit/': [...ON_A_LIST, 'step-down', 'moved-tab'],
    '/lomu/:unit/children/': ON_A_LIST,
    '/lomu/:unit/oversight/': ['oversight', 'band', 'becoming-high', 'support'],
    '/lomu/:unit/person/': ['score', 'band', 'becoming-high', 'base-rate', 'reasons', 'support', 'falling'],
    '/evidence/': ['precision', 'recall', 'base-rate', 'calibration', 'slope', 'auc', 'simple-rule', 'drift'],
    '/fairness/': ['precision', 'false-positive', 'interval', 'observed-over-expected', 'slope', 'auc'],
    '/method/': ['score', 'weight', 'half-life', 'learnt-values', 'assumption', 'tried'],
    '/method/:tool/': RECORD,
    '/data/': DATA,
    '/red-lines/': ['red-line', 'crossed-line', 'slope', 'observed-over-expected', 'drift'],
    '/report/': ['high-harm', 'base-rate', 'precision', 'recall', 'false-positive', 'drift', 'disposal'],
  },
}

/** The entries of the glossary that a page leads to; none for a page that explains itself, such as help. */
export function pageTerms(product: Product, path: string, run: Pick<RunFile, 'targets'>): Entry[] {
  const ids = PAGE_TERMS[product][kindOf(path, run)] ?? []
  return ids.flatMap(id => GLOSSARY.filter(entry => entry.id === id))
}

/** @example kindOf('/lomu/BW/person/', run) === '/lomu/:unit/person/' */
function kindOf(path: string, { targets }: Pick<RunFile, 'targets'>): string {
  const [, first = ''] = path.split('/')
  if (targets.some(({ slug }) => slug === first)) return path.replace(first, ':target')
  return path.replace(/^\/lomu\/[^/]+/, '/lomu/:unit').replace(/^\/method\/[^/]+/, '/method/:tool')
}
