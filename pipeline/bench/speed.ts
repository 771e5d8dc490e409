import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'
import { runCommand } from '../lib/command.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { measureCountry } from './country.ts'
import { type MeasuredScale, tableOf } from './table.ts'
import { measureFloor, measureWeek, type Stage } from './week.ts'

const usage = `npm run bench -- [--extract DIR] [--scale S,S,...] [--forces N] [--out FILE]

The performance bench: makes two successive synthetic extracts of each scale (or takes one that is there),
then runs their weeks as a user would. It prints for each stage its rows, seconds, peak memory of the process
up to then, and the ratio to the floor: DuckDB's bare reading of the same CSV into Parquet, in the same run,
before the weeks and after each of them (the middle one of those).
For the whole week also the files and bytes of its archive, and the peak with the builds of the pages. The
second week has a first to compare with.

  --extract DIR  an extract of CSV files; default: made for the bench and removed
  --scale S,...  sizes of those made, in one table; default 0.1, the whole force is 1
  --forces N     instead: a country of N forces of that scale, one after another in one home
  --out FILE     the same as JSON; default bench.json`

await runCommand({
  usage,
  options: {
    extract: { type: 'string' },
    scale: { type: 'string', default: '0.1' },
    forces: { type: 'string' },
    out: { type: 'string', default: 'bench.json' },
  },
  run: async ({ extract, scale, forces, out }) => {
    const folder = await mkdtemp(join(tmpdir(), 'foresite-bench-'))
    const scales = extract === undefined ? scale.split(',') : [undefined]
    const wrong = scales.find(size => size !== undefined && !(Number(size) > 0))
    if (wrong !== undefined) throw new PipelineError(`not a scale: ${wrong} (--scale)`, EXIT.failed)
    try {
      const measured: MeasuredScale[] = []
      for (const size of scales) {
        measured.push(
          forces === undefined
            ? await measureScale(extract ?? size!, { folder, made: extract === undefined })
            : await measureCountry(size ?? '0.1', { folder, forces: Number(forces) }),
        )
      }
      process.stdout.write(tableOf(measured))
      const machine = { cores: availableParallelism(), node: process.version }
      await writeFile(out, `${JSON.stringify({ kind: 'bench', ...machine, measured }, undefined, 2)}\n`)
      return EXIT.done
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
})

/** @param of a scale, or the folder of an extract */
async function measureScale(
  of: string,
  { folder, made }: { folder: string; made: boolean },
): Promise<MeasuredScale> {
  const work = await mkdtemp(join(folder, 'scale-'))
  try {
    const extracts = made ? await makeExtracts(join(work, 'extracts'), of) : [of]
    const floors = [await measureFloor(extracts.at(-1)!, work)]
    const home = join(work, 'home')
    await mkdir(home)
    const weeks = []
    for (const [i, extract] of extracts.entries()) {
      const name = i === 0 ? 'whole week' : 'whole second week'
      weeks.push(await measureWeek(extract, { name, home, root: home, force: 'west-midlands' }))
      floors.push(await measureFloor(extracts.at(-1)!, work))
    }
    return { of, floor: middleOf(floors), weeks }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The floor that took neither most nor least: it is short, and a machine slower one moment than the next. */
function middleOf(floors: readonly Stage[]): Stage {
  const sorted = [...floors].sort((a, b) => a.seconds - b.seconds)
  return sorted[(sorted.length - 1) >> 1]!
}

async function makeExtracts(out: string, scale: string): Promise<string[]> {
  const command = fileURLToPath(new URL('../extract.ts', import.meta.url))
  await $({ quiet: true })`${process.execPath} ${command} --out ${out} --scale ${scale} --weeks 2`
  return (await readdir(out)).sort().map(name => join(out, name))
}
