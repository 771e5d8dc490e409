import { expect, test } from 'vitest'
import { runFile } from '../../pipeline/bake/run.ts'
import { areasRun, peopleRun } from '../../pipeline/bake/run-products.ts'
import { loadForce } from '../../pipeline/force/load.ts'
import { epochDay } from '../../pipeline/lib/week.ts'

const SMITH = 'J. SMITH'
const force = await loadForce()
const account = (table: 'crimes' | 'persons' | 'charges' | 'patrols') => ({
  ...{ table, rows: 2, accepted: 2, quarantined: 0, reasons: [] },
})
const warning = (code: string, where: string, facts: string) => ({ code, where, facts })
const file = (table: 'crimes' | 'persons', name: string) => ({ table, name, rows: 2, sha256: '' })
const run = runFile(
  {
    asAt: epochDay('2026-11-16'),
    dataTo: epochDay('2026-11-15'),
    manifest: { extract_id: SMITH, files: [file('crimes', 'J-Smith.csv'), file('persons', 'persons.csv')] },
    accounts: [account('crimes'), account('persons'), account('charges'), account('patrols')],
    reach: ['knife-injury', 'charges', 'persons'].map(of => ({
      of,
      accepted: 2,
      used: 2,
      edge: 0,
      reasons: [],
    })),
    warnings: [
      warning('column-added', 'J-Smith.csv', `not read: "${SMITH}"`),
      warning('crlf', 'persons.csv', '2 lines'),
      warning('codes-new', 'crimes.offence_code', '8N SMITH'),
      warning('code-share', 'crimes.offence_code', 'SMITH: 1.0% → 5.0%'),
      warning('empty-share', 'persons.sex', '1.0% → 9.0%'),
      warning('unexpected-files', 'extract', '1 not read'),
      warning(
        'clause-without-crimes',
        'knife-injury, anyOf',
        '"KNIFE" holds for no crime: offence_code holds no 8N; it holds SMITH 12, 8P 3456',
      ),
      warning('a code of tomorrow', 'crimes', SMITH),
    ],
    changes: [
      { table: 'crimes', kind: 'added', rows: 1 },
      { table: 'charges', kind: 'added', rows: 1 },
    ],
    unweighted: [
      { table: 'crimes', code: 'SMITH', rows: 1 },
      { table: 'crimes', code: '99Z', rows: 1 },
      { table: 'charges', code: '99Z', rows: 1 },
    ],
  },
  force,
  { week: '2026-W47', runId: 'r', codeVersion: 'v' },
)

test('the areas product has no row account of people, and no text of the extract as it came', () => {
  const areas = areasRun(run)
  const text = JSON.stringify({ ...areas, force: undefined })
  expect(text).not.toMatch(/smith/i)
  expect(text).not.toMatch(/persons|charges|decisions/)
  expect(areas.accounts.map(({ table }) => table)).toEqual(['crimes', 'patrols'])
  expect(areas.reach.map(({ of }) => of)).toEqual(['knife-injury'])
  expect(areas.unweighted.map(({ code }) => code)).toEqual([
    expect.stringMatching(/^unknown-[0-9a-f]{12}$/),
    '99Z',
  ])
  expect(areas.warnings.map(({ code, where, facts }) => `${code} ${where} ${facts}`)).toEqual([
    'column-added crimes ',
    expect.stringMatching(/^codes-new crimes\.offence_code 8N unknown-[0-9a-f]{12}$/),
    expect.stringMatching(/^code-share crimes\.offence_code unknown-[0-9a-f]{12}: 1\.0% → 5\.0%$/),
    'unexpected-files extract 1 not read',
    expect.stringMatching(
      /^clause-\S+ knife\S+ anyOf "KNIFE" .*; it holds unknown-[0-9a-f]{12} 12, 8P 3456$/,
    ),
    'a code of tomorrow crimes ',
  ])
})

test('the people product has the accounts of its own tables alone', () => {
  const people = peopleRun(run)
  expect(people.accounts.map(({ table }) => table)).toEqual(['persons', 'charges'])
  expect(people.reach.map(({ of }) => of)).toEqual(['charges', 'persons'])
  expect(people.changes.map(({ table }) => table)).toEqual(['charges'])
  expect(people.warnings.map(({ where }) => where)).toEqual(['persons', 'persons.sex', 'extract'])
})
