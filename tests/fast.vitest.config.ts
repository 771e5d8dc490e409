import { configDefaults, mergeConfig } from 'vitest/config'
import everything from './vitest.config.ts'

/** Folders of tests that take long, for the reasons in `tests/README.md`. */
const SLOW = [
  'attacks',
  'bench',
  'browser',
  'commands',
  'crashes',
  'evidence',
  'publish',
  'synthetic',
  'weeks',
]

/** Single files that take some seconds each. */
const LONG = [
  ...[
    'data/forms',
    'data/drifts',
    'data/reach',
    'data/asat',
    'data/gates',
    'data/gates-people',
    'data/rules',
    'data/disposed',
    'data/strangers',
    'data/clauses',
    'data/units',
    'data/metres',
    'data/cases/**/*',
  ],
  ...['bake/areas/areas', 'bake/people/people', 'models/people/small-sets', 'models/people/signs'],
  ...['models/people/risk', 'models/places/forecast', 'force/layers', 'house/lint'],
  ...['data/scan', 'data/mapping', 'data/known-before', 'data/charges-before', 'data/gates-places'],
]

/** The tests to run while working (`npm run test:fast`): all but slow folders and what opens a browser. */
export default mergeConfig(everything, {
  test: {
    pool: 'threads',
    // None of these changes what others read: a module is loaded once a thread, not once a file.
    isolate: false,
    exclude: [
      ...configDefaults.exclude,
      `tests/{${SLOW.join()}}/**`,
      'tests/**/*pages.test.ts',
      ...LONG.map(name => `tests/${name}.test.ts`),
    ],
  },
})
