import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { silentLog } from '../../pipeline/lib/log.ts'
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

/** Two tiny built sites and a private state, and the options that publish them under `home`. */
export function tinyWeek(home: string, week: string, runId = `run-${week}`): PublishOptions {
  const built = temporaryFolder('built')
  const page = (product: string) => `<!doctype html><title>${product} ${week} ${runId}</title>`
  writeTree(join(built, 'areas'), {
    'index.html': page('areas'),
    'knife/index.html': page('knife'),
    'engine/e1/duckdb-eh.wasm.gz': ENGINE,
  })
  writeTree(join(built, 'people'), { 'index.html': page('people'), 'engine/e1/duckdb-eh.wasm.gz': ENGINE })
  writeTree(join(built, 'private'), { 'bands.json': JSON.stringify({ week }) })
  writeTree(join(built, 'records'), { 'BW.jsonl': '' })
  return {
    home,
    week,
    runId,
    products: { areas: join(built, 'areas'), people: join(built, 'people') },
    private: join(built, 'private'),
    people: { records: join(built, 'records'), persons: new Map() },
    facts: {
      asAt: '2026-11-22',
      extractId: 'tiny',
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
