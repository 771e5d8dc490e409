import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { refuseIfAny } from '../../pipeline/data/gates.ts'
import { EXIT, PipelineError, speakingOf } from '../../pipeline/lib/error.ts'
import { type Log, silentLog } from '../../pipeline/lib/log.ts'
import { appendRun, readRuns, runOf, withRunLine } from '../../pipeline/publish/runs.ts'
import { removeTestFolder, temporaryFolder } from './sites.ts'

afterAll(removeTestFolder)

const AT = '2026-11-23T09:30:00.000Z'
const options = { log: silentLog, now: () => new Date(AT) }
const published = runOf({ week: '2026-W47', manifest: 'f'.repeat(64) }, { at: AT, exit: EXIT.done })

describe('the log of runs', () => {
  it('holds a line of each run, whatever its end, and is nobody else’s to read', async () => {
    const home = temporaryFolder('home')
    const issues = [{ table: 'crimes', code: 'bad-date', rows: 3, rejected: true }]
    await withRunLine(home, options, async notes => {
      Object.assign(notes, { week: '2026-W47', manifest: 'a'.repeat(64), issues })
      return EXIT.done
    })
    await withRunLine(home, options, async () => EXIT.nothingNew)
    const broken = { remedy: '', holds: false, used: 2 }
    const failures = [
      { code: 'volume', found: 'few crimes', allowed: 'many', table: 'crimes', ...broken },
      { code: 'volume', found: 'few robberies', allowed: 'many', table: 'crimes', ...broken },
      { code: 'deceased', found: '1 of 2', allowed: 'none', table: 'persons', ...broken },
    ]
    const refused = withRunLine(home, options, async () => {
      refuseIfAny(failures)
      return EXIT.done
    })
    await expect(refused).rejects.toThrow('3 gates failed')
    await expect(
      withRunLine(home, options, async () => {
        throw new Error('a value of a row')
      }),
    ).rejects.toThrow()
    const runs = await readRuns(home)
    expect(runs.map(({ end, exit, week, about }) => [end, exit, week, about])).toEqual([
      ['published', 0, '2026-W47', null],
      ['nothing new', 2, null, null],
      ['refused', 3, null, 'both'],
      ['failed', 5, null, 'both'],
    ])
    expect(runs[0]!.issues).toEqual([{ table: 'crimes', code: 'bad-date', rows: 3 }])
    expect(runs[2]!.reasons).toEqual([
      { code: 'volume', about: 'areas', count: 2 },
      { code: 'deceased', about: 'people', count: 1 },
    ])
    const path = join(home, 'log/runs.jsonl')
    expect(readFileSync(path, 'utf8')).not.toContain('value of a row')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('loses no run to a line that was torn', async () => {
    const home = temporaryFolder('home')
    expect(await readRuns(home)).toEqual([])
    await appendRun(home, published)
    appendFileSync(join(home, 'log/runs.jsonl'), JSON.stringify(published).slice(0, 40))
    expect(await readRuns(home)).toEqual([published])
    await appendRun(home, published)
    expect(await readRuns(home)).toEqual([published, published])
  })

  it('that cannot be written is said, and the run goes on', async () => {
    const said: string[] = []
    const log: Log = { say: line => said.push(line) }
    const exit = await withRunLine('/dev/null/home', { ...options, log }, async () => EXIT.done)
    expect([exit, said.length]).toEqual([EXIT.done, 1])
  })
})

describe('what a refusal is about', () => {
  it('counts as about people where nobody said it', () => {
    const error = new PipelineError('wrong-hash: not the file (crimes.csv)', EXIT.refusedData)
    expect(error.reasons).toEqual([{ code: 'wrong-hash', about: 'people', words: error.message }])
    const known = speakingOf('areas', error, 'table crimes')
    expect(known.reasons).toEqual([
      { code: 'wrong-hash', about: 'areas', words: 'wrong-hash (table crimes)' },
    ])
    expect(known.message).toBe(error.message)
  })
})
