import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { EXIT, PipelineError, speakingOf } from '../../pipeline/lib/error.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { auditHome } from '../../pipeline/publish/audit-home.ts'
import { decide } from '../../pipeline/publish/pause.ts'
import { tellRefusal } from '../../pipeline/publish/refuse.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { ONE, removeTestFolder, temporaryFolder, tinyWeek, writeTree } from './sites.ts'

afterAll(removeTestFolder)

const AT = '2026-11-23T09:30:00.000Z'

async function twoWeeks(): Promise<string> {
  const home = temporaryFolder('home')
  for (const week of ['2026-W46', '2026-W47']) await publishWeek(tinyWeek(home, week))
  return home
}

const pause = (home: string, what: string, reason = 'a <wrong> model') =>
  decide({ home, kind: 'pause', what, reason, at: AT, log: silentLog })
const resume = (home: string, what: string) =>
  decide({ home, kind: 'resume', what, reason: 'mended', at: AT, log: silentLog })

function shown(home: string, path: string): string | undefined {
  const file = join(home, 'live', path)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

const status = (home: string, product: string) => JSON.parse(shown(home, `${product}/status.json`)!)

describe('a paused target', () => {
  it('is replaced on each page that shows it, in archived weeks too; its files are not served', async () => {
    const home = await twoWeeks()
    await pause(home, 'knife')
    for (const root of ['areas', 'areas/2026-W46', 'areas/2026-W47']) {
      expect(shown(home, `${root}/knife/index.html`)).toContain(
        'no knife: a &#60;wrong&#62; model, 2026-11-23',
      )
      expect(shown(home, `${root}/index.html`)).toContain('no knife')
      expect(shown(home, `${root}/violence/index.html`)).toContain('<title>violence 2026-W4')
      expect(shown(home, `${root}/data/index.html`)).toContain('<title>data 2026-W4')
    }
    const listed = readFileSync(join(home, 'live/areas/week.txt'), 'utf8')
    expect(listed).toBe('2026-W47')
    expect(knifeFiles(home)).toEqual([])
    expect(shown(home, 'people/lomu/BE/list.json')).toContain(ONE)
    expect(await auditHome(home)).toEqual([])
  })

  it('keeps its public record to be read: that holds no forecast', async () => {
    const home = await twoWeeks()
    const week = tinyWeek(home, '2026-W48')
    writeTree(week.products.areas, { 'method/atrs-knife.json': '{}' })
    await publishWeek(week)
    await pause(home, 'knife')
    expect(shown(home, 'areas/method/atrs-knife.json')).toBe('{}')
    expect(shown(home, 'areas/2026-W48/method/atrs-knife.json')).toBe('{}')
  })

  it('stays paused through a later week, and is shown again when resumed', async () => {
    const home = await twoWeeks()
    await pause(home, 'knife')
    await publishWeek(tinyWeek(home, '2026-W48'))
    expect(shown(home, 'areas/knife/index.html')).toContain('no knife')
    expect(shown(home, 'areas/2026-W48/knife/index.html')).toContain('no knife')
    expect(await resume(home, 'knife')).toEqual([])
    expect(shown(home, 'areas/knife/index.html')).toContain('<title>knife 2026-W48')
    expect(knifeFiles(home)).toHaveLength(3)
    expect(await auditHome(home)).toEqual([])
  })
})

function knifeFiles(home: string): string[] {
  return readdirSync(join(home, 'live/areas'), { recursive: true, encoding: 'utf8' }).filter(path =>
    /^data\/.+-knife/.test(path),
  )
}

describe('a paused product', () => {
  it('areas: every address says so, no week of the archive is served, people stays', async () => {
    const home = await twoWeeks()
    await pause(home, 'areas')
    for (const path of ['index.html', 'knife/index.html', 'data/index.html'])
      expect(shown(home, `areas/${path}`)).toContain('no areas')
    expect(shown(home, 'areas/2026-W46/index.html')).toBeUndefined()
    expect(shown(home, 'areas/2026-W47/knife/index.html')).toBeUndefined()
    expect(shown(home, 'people/index.html')).toContain('<title>people')
    expect(await auditHome(home)).toEqual([])
  })

  it('people: no list and no person is served, and areas says nothing of it', async () => {
    const home = await twoWeeks()
    await pause(home, 'people', 'a list is wrong')
    expect(shown(home, 'people/index.html')).toContain('no people: a list is wrong')
    expect(shown(home, 'people/lomu/BE/index.html')).toContain('no people')
    expect(shown(home, 'people/lomu/BE/list.json')).toBeUndefined()
    expect(shown(home, `people/lomu/BE/person/${ONE}.json`)).toBeUndefined()
    expect(status(home, 'people').paused).toEqual([{ what: 'people', reason: 'a list is wrong', at: AT }])
    expect(status(home, 'areas').paused).toEqual([])
  })
})

describe('what cannot be', () => {
  it('is refused with a line that says why', async () => {
    const home = await twoWeeks()
    await expect(pause(home, 'arson')).rejects.toThrow('nothing of this name is shown: arson')
    await expect(pause(home, 'knife', ' ')).rejects.toThrow('missing option: --reason')
    await expect(resume(home, 'knife')).rejects.toThrow('knife is not paused')
    await pause(home, 'knife')
    await expect(pause(home, 'knife')).rejects.toThrow('knife is paused already')
    await expect(pause(temporaryFolder('empty'), 'areas')).rejects.toThrow('nothing is live')
  })

  it('a changed line of the log stops every run and is found by verify', async () => {
    const home = await twoWeeks()
    await pause(home, 'knife')
    const log = join(home, 'log/pauses.jsonl')
    writeFileSync(log, readFileSync(log, 'utf8').replace('"knife"', '"violence"'))
    await expect(publishWeek(tinyWeek(home, '2026-W48'))).rejects.toThrow('line 1 was changed')
    const found = await auditHome(home)
    expect(found.map(({ where }) => where)).toContain('log/pauses.jsonl')
  })
})

describe('the status', () => {
  it('names the newest week, what was corrected, and the last refused run until the next week', async () => {
    const home = await twoWeeks()
    await publishWeek(tinyWeek(home, '2026-W47', 'second'))
    expect(status(home, 'areas')).toMatchObject({
      newest: '2026-W47.2',
      corrected: { '2026-W47': '2026-W47.2' },
      refused: null,
    })
    const refused = (message: string, about: 'areas' | 'people' = 'people') => {
      const error = speakingOf(about, new PipelineError(message, EXIT.refusedData))
      return tellRefusal(home, error, { at: AT, log: silentLog })
    }
    const target = readlinkSync(join(home, 'live'))
    await refused('too many rows set aside: crimes.csv', 'areas')
    expect(readlinkSync(join(home, 'live'))).toBe(target)
    expect(status(home, 'areas').refused).toEqual({ at: AT, reason: 'too many rows set aside: crimes.csv' })
    await refused('outcomes of charges changed')
    expect(status(home, 'areas').refused).toEqual({ at: AT, reason: null })
    expect(status(home, 'people').refused).toEqual({ at: AT, reason: 'outcomes of charges changed' })
    await publishWeek(tinyWeek(home, '2026-W48'))
    expect(status(home, 'people').refused).toBeNull()
  })
})
