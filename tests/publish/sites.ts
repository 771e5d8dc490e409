import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sha256 } from '../../pipeline/lib/hash.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { sealPeople, sealPersons } from '../../pipeline/publish/people-week.ts'
import type { PublishOptions } from '../../pipeline/publish/week.ts'

/** A stand-in for the engine: large enough to be linked between weeks. */
const ENGINE = Buffer.alloc(100_000, 'engine')

/** Everything that one test file, and the processes it starts, put on the disk. */
export const testFolder = process.env.FORESITE_TEST_FOLDER ?? mkdtempSync(join(tmpdir(), 'publishing-test-'))

/** A new folder that `removeTestFolder` takes away again. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(testFolder, `${name}-`))
}

/** Call it when all tests of a file have ended. */
export function removeTestFolder(): void {
  rmSync(testFolder, { recursive: true, force: true })
}

/** Writes files, given by relative path, under a folder. */
export function writeTree(folder: string, files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** The base map that the knife page of every tiny week names. */
export const BASE_MAP = '0123456789abcdef'

/** The people of every tiny week by pseudonym: the first is of unit BE, the second a child of unit CV. */
export const [ONE, TWO] = ['1'.repeat(32), '2'.repeat(32)] as const

const PEOPLE = { BE: [ONE, 'adults'], CV: [TWO, 'children'] } as const

/** What a week keeps of people, to be sealed in a home when the week is published. */
export function sealing(
  home: string,
  { records, persons }: { records: string; persons: ReadonlyMap<string, unknown> },
): PublishOptions['people'] {
  const seal = (name: string) => sealPersons(home, name, persons)
  return name => sealPeople(home, name, { records, persons: seal })
}

/**
 * Two tiny built sites, what they keep of people and apart, and the options that publish them under `home`.
 */
export function tinyWeek(home: string, week: string, runId = `run-${week}`): PublishOptions {
  const built = temporaryFolder('built')
  const page = (product: string, targets = '') =>
    `<!doctype html><html data-targets="${targets}"><title>${product} ${week} ${runId}</title>`
  writeTree(join(built, 'areas'), {
    'index.html': page('areas', 'knife violence'),
    'knife/index.html': `${page('knife', 'knife')}<main data-ground="${BASE_MAP}">`,
    'violence/index.html': page('violence', 'violence'),
    'data/index.html': page('data'),
    [`data/${sha256(week).slice(0, 12)}-knife.csv`]: `knife ${week}`,
    'assets/page.Ab12.js': 'export {}',
    'engine/abc123/duckdb-eh.wasm.gz': ENGINE,
  })
  writeTree(join(built, 'people'), { 'index.html': page('people') })
  for (const [unit, [pseudonym, list]] of Object.entries(PEOPLE)) {
    writeTree(join(built, 'people'), { [`lomu/${unit}/index.html`]: page(`unit ${unit}`) })
    const line = { pseudonym, list, row: { pseudonym }, page: { pseudonym, week } }
    writeTree(join(built, 'records'), { [`${unit}.jsonl`]: `${JSON.stringify(line)}\n` })
  }
  writeTree(join(built, 'private'), { 'profile.json': JSON.stringify({ week }) })
  const paused = (what: string) => `<!doctype html>no ${what}: PAUSE_REASON, PAUSE_DAY`
  writeTree(join(built, 'paused'), {
    'areas.html': paused('areas'),
    'people.html': paused('people'),
    'knife.html': paused('knife'),
    'violence.html': paused('violence'),
  })
  return {
    home,
    week,
    runId,
    products: { areas: join(built, 'areas'), people: join(built, 'people') },
    paused: join(built, 'paused'),
    private: join(built, 'private'),
    people: sealing(home, { records: join(built, 'records'), persons: new Map([[ONE, { band: 'low' }]]) }),
    facts: {
      asAt: '2026-11-22',
      extractId: 'tiny',
      covers: { from: '2016-11-22', to: '2026-11-21' },
      inputs: [{ name: 'crimes.csv', sha256: 'a'.repeat(64) }],
      accounts: [
        { table: 'crimes', rows: 3, accepted: 2, quarantined: 1, reasons: [{ code: 'bad-date', rows: 1 }] },
      ],
      codeVersion: 'test',
      configuration: 'test',
    },
    log: silentLog,
  }
}
