import { execFileSync, spawn } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { type LoadedForce, loadForce } from '../../pipeline/force/load.ts'
import type { ToldByCommand } from '../../pipeline/lib/command.ts'
import { EXIT, type ExitCode } from '../../pipeline/lib/error.ts'
import { openInbox } from '../../pipeline/publish/feed/inbox.ts'
import { type Feed, passOver } from '../../pipeline/publish/feed/pass.ts'
import { appendRun, readRuns, runOf } from '../../pipeline/publish/runs.ts'
import { writeExtract } from '../data/fixture.ts'
import { removeTestFolder, temporaryFolder } from './sites.ts'

afterAll(removeTestFolder)

let force: LoadedForce
beforeAll(async () => {
  force = await loadForce('west-midlands')
})

const HOUR = 3_600_000
const ends = (exit: ExitCode, told?: ToldByCommand) => async () => ({ exit, told })

/** A feed of a fresh inbox and home whose runs end as told; `ran` names the extracts in their order. */
async function newFeed(run: Feed['run'] = ends(EXIT.done)) {
  const root = temporaryFolder('inbox')
  const [ran, said, lines]: [string[], string[], string[]] = [[], [], []]
  const feed: Feed = {
    inbox: await openInbox(root),
    home: temporaryFolder('home'),
    force,
    patience: HOUR,
    log: { say: line => said.push(line) },
    signal: new AbortController().signal,
    tell: line => lines.push(line),
    run: (extract, signal) => {
      ran.push(extract.slice(root.length + 1))
      return run(extract, signal)
    },
    settleMs: 0,
  }
  const memory = { looked: new Map(), said: new Set<string>() }
  return { root, feed, ran, said, lines, pass: () => passOver(feed, memory) }
}

async function put(root: string, name: string, coversTo = '2026-11-15'): Promise<string> {
  const made = await writeExtract({}, { extract_id: name, covers_to: coversTo })
  cpSync(made, join(root, name), { recursive: true })
  return join(root, name)
}

/** As if nobody had written to an extract for an hour and a minute. */
function age(path: string): void {
  const then = Date.now() / 1000 - 3660
  for (const one of [...readdirSync(path).map(name => join(path, name)), path]) utimesSync(one, then, then)
}

const within = (root: string, folder: string) => readdirSync(join(root, folder)).sort()

describe('a pass over an inbox', () => {
  it('runs complete extracts oldest first, folders and .zip alike, and moves them to done', async () => {
    const { root, feed, ran, lines, pass } = await newFeed()
    await put(root, 'a new one', '2026-11-15')
    const path = await put(root, 'zipped', '2026-11-01')
    const zip = new yazl.ZipFile()
    for (const name of readdirSync(path)) zip.addFile(join(path, name), name)
    zip.end()
    await pipeline(zip.outputStream, createWriteStream(join(root, 'z.zip')))
    rmSync(path, { recursive: true })
    await put(root, 'older', '2026-11-08')
    expect(await pass()).toEqual({ exits: [0, 0, 0], waiting: 0, overdue: [] })
    expect(ran).toEqual(['z.zip', 'older', 'a new one'])
    expect(within(root, 'done')).toEqual(['a new one', 'older', 'z.zip'])
    expect(JSON.parse(lines[0]!)).toMatchObject({ extract: 'z.zip', moved: 'done/z.zip' })
    expect((await readRuns(feed.home)).length).toBe(3)
    expect(await pass()).toEqual({ exits: [], waiting: 0, overdue: [] })
  })

  it('puts the reason beside a refused extract, does not run it again, and overwrites nothing', async () => {
    const told = { message: 'volume: 3 crimes;\nallowed: 30', remedy: 'ask the sender' }
    const { root, ran, pass } = await newFeed(ends(EXIT.refusedData, told))
    for (let i = 0; i < 3; i++) {
      await put(root, 'bad')
      expect((await pass()).exits).toEqual([3])
    }
    await pass()
    expect(ran.length).toBe(3)
    const names = ['bad', 'bad.2', 'bad.3'].flatMap(name => [name, `${name}.reason.txt`])
    expect(within(root, 'refused')).toEqual(names.sort())
    const reason = readFileSync(join(root, 'refused/bad.2.reason.txt'), 'utf8')
    expect(reason).toContain('  volume: 3 crimes;\n  allowed: 30')
    expect(reason).toContain('What to do:\n  ask the sender')
  })

  it('leaves an extract that failed for the disk, and lets no later one overtake it', async () => {
    const { root, ran, lines, pass } = await newFeed(ends(EXIT.failed))
    await put(root, 'first', '2026-11-08')
    await put(root, 'second', '2026-11-15')
    for (let i = 0; i < 3; i++) expect((await pass()).exits).toEqual([5])
    expect(ran).toEqual(['first', 'first', 'first'])
    expect(JSON.parse(lines[0]!)).toMatchObject({ end: 'failed', moved: null })
    // One that fails again and again keeps no other from its place for good.
    await pass()
    expect(ran.at(-1)).toBe('second')
    expect(existsSync(join(root, 'first/manifest.json'))).toBe(true)
  })

  it('waits for what is half written, and reports it after the patience', async () => {
    const { root, ran, said, pass } = await newFeed()
    const lacking = await put(root, 'lacking')
    rmSync(join(lacking, 'crimes.csv'))
    const growing = await put(root, 'growing')
    writeFileSync(join(growing, 'crimes.csv'), 'crime_id')
    mkdirSync(join(root, 'no manifest'))
    expect(await pass()).toEqual({ exits: [], waiting: 3, overdue: [] })
    expect(said).toContain('waiting: lacking: file-missing: crimes.csv (manifest.json, files)')
    await pass()
    expect(said.length).toBe(3)
    age(lacking)
    expect((await pass()).overdue).toEqual(['lacking'])
    expect(ran).toEqual([])
    const whole = await put(root, 'whole')
    cpSync(join(whole, 'crimes.csv'), join(lacking, 'crimes.csv'))
    expect((await pass()).exits).toEqual([0, 0])
    expect(ran.sort()).toEqual(['lacking', 'whole'])
  })

  it('waits while anything of an extract still changes', async () => {
    const { root, feed, ran } = await newFeed()
    const path = await put(root, 'slow')
    const memory = { looked: new Map(), said: new Set<string>() }
    const growing = setInterval(() => appendFileSync(join(path, 'note.txt'), 'more'), 20)
    expect((await passOver({ ...feed, settleMs: 1000 }, memory)).waiting).toBe(1)
    clearInterval(growing)
    expect(ran).toEqual([])
  })

  it('has a spoilt extract refused once nobody has written to it for a while', async () => {
    const told = { message: 'wrong-hash (crimes.csv)', remedy: '' }
    const { root, ran, pass } = await newFeed(ends(EXIT.refusedData, told))
    const path = await put(root, 'spoilt')
    appendFileSync(join(path, 'crimes.csv'), 'one line more\n')
    expect((await pass()).waiting).toBe(1)
    age(path)
    expect((await pass()).exits).toEqual([3])
    expect(ran).toEqual(['spoilt'])
  })

  it('never runs or follows what is planted', async () => {
    const { root, ran, said, pass } = await newFeed()
    const elsewhere = await put(temporaryFolder('elsewhere'), 'extract')
    symlinkSync(elsewhere, join(root, 'link'))
    execFileSync('mkfifo', [join(root, 'pipe.zip')])
    for (const name of ['line\nbreak', '.hidden', '-rf', 'x.reason.txt', '\u001b[31mred'])
      await put(root, name)
    const inner = await put(root, 'inner')
    rmSync(join(inner, 'crimes.csv'))
    symlinkSync(join(elsewhere, 'crimes.csv'), join(inner, 'crimes.csv'))
    expect((await pass()).waiting).toBe(7)
    expect(ran).toEqual([])
    expect(said.some(line => /\p{Cc}/u.test(line))).toBe(false)
    expect(said).toContain('waiting: link: it is a link, a pipe or a device')
  })

  it('keeps the reason and the extract together after a kill between them', async () => {
    const told = { message: 'stale', remedy: '' }
    const { root, pass } = await newFeed(ends(EXIT.refusedData, told))
    writeFileSync(join(root, 'refused/bad.reason.txt'), 'of a run that was killed')
    writeFileSync(join(root, 'refused/bad.reason.txt.next'), 'half')
    await put(root, 'bad')
    await pass()
    expect(within(root, 'refused')).toEqual(['bad', 'bad.reason.txt'])
    expect(readFileSync(join(root, 'refused/bad.reason.txt'), 'utf8')).toContain('stale')
  })

  it('tells the line that the run itself wrote', async () => {
    const { root, feed, lines, pass } = await newFeed(async () => {
      await appendRun(feed.home, runOf({ week: '2026-W47' }, { at: '2026-11-23T09:30:00.000Z', exit: 2 }))
      return { exit: EXIT.nothingNew, told: undefined }
    })
    await put(root, 'again')
    await pass()
    expect(JSON.parse(lines[0]!)).toMatchObject({ end: 'nothing new', week: '2026-W47', moved: 'done/again' })
  })
})

describe('an inbox', () => {
  it.each(['done', 'refused'])('whose %s is a link or a file is refused', async name => {
    const root = temporaryFolder('inbox')
    symlinkSync('/tmp', join(root, name))
    await expect(openInbox(root)).rejects.toMatchObject({ exit: 5 })
    rmSync(join(root, name))
    writeFileSync(join(root, name), '')
    await expect(openInbox(root)).rejects.toMatchObject({ exit: 5 })
  })

  it('belongs to one feed at a time and to one force, and its feed ends cleanly when told to', async () => {
    const [root, home] = [temporaryFolder('inbox'), temporaryFolder('home')]
    const start = () => spawn(process.execPath, ['pipeline/feed.ts', '--inbox', root, '--home', home])
    const first = start()
    let said = ''
    const ended = new Promise(resolve => first.once('exit', resolve))
    await new Promise<void>(resolve =>
      first.stderr.on('data', data => {
        said += data
        if (said.includes('waiting for extracts')) resolve()
      }),
    )
    const second = start()
    let refused = ''
    second.stderr.on('data', data => {
      refused += data
    })
    expect(await new Promise(resolve => second.once('close', resolve))).toBe(EXIT.failed)
    expect(refused).toContain('another feed is at work')
    first.kill('SIGTERM')
    expect(await ended).toBe(EXIT.done)
    expect(said).toMatch(/^foresite-feed status=stopped exit=0 force=west-midlands live=none /m)
    expect(readdirSync(root).sort()).toEqual(['.force.txt', 'done', 'refused'])
    writeFileSync(join(root, '.force.txt'), 'kent\nOFFICIAL\n')
    const other = start()
    expect(await new Promise(resolve => other.once('exit', resolve))).toBe(EXIT.failed)
  })
})
