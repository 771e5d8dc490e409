import { join } from 'node:path'
import { loadForce } from './force/load.ts'
import { ONS_2020, weightByCode } from './force/weights.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { consoleLog, timed } from './lib/log.ts'
import { SEED } from './lib/seed.ts'
import { epochDay, isoWeek } from './lib/week.ts'
import { writeExtract } from './synthetic/extract.ts'
import { makePlan, type Setting } from './synthetic/plan.ts'
import { makeWorld } from './synthetic/world.ts'

const usage = `Makes a synthetic extract with known truth.

npm run extract -- --out DIR [--scale S] [--weeks N] [--seed K] [--years Y] [--force NAME|PATH] [--last-as-at DATE]

  --out DIR          where to write; with --weeks above 1, one folder a week inside it
  --scale S          1 is the whole force (340,000 crimes a year); default 0.02
  --weeks N          successive weekly extracts that agree with each other; default 1
  --seed K           another seed, another force; default ${SEED}
  --years Y          years of records; default 5, and 10 from scale 0.5
  --force NAME|PATH  the force whose outlines and areas are used; default west-midlands
  --last-as-at DATE  day of the last extract; default 2026-11-16`

await runCommand({
  usage,
  options: {
    out: { type: 'string' },
    scale: { type: 'string', default: '0.02' },
    weeks: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(SEED) },
    years: { type: 'string' },
    force: { type: 'string', default: 'west-midlands' },
    'last-as-at': { type: 'string', default: '2026-11-16' },
  },
  run: async values => {
    if (!values.out) throw new PipelineError('missing option: --out DIR', EXIT.failed, 'see --help')
    const plan = makePlan({
      seed: positive('seed', values.seed),
      scale: positive('scale', values.scale),
      weeks: positive('weeks', values.weeks),
      years: values.years === undefined ? undefined : positive('years', values.years),
      lastAsAt: epochDay(values['last-as-at']),
    })
    const setting = await settingOf(values.force)
    const world = await timed(consoleLog, 'world', () => makeWorld(setting, plan))
    for (let week = plan.weeks - 1; week >= 0; week--) {
      const asAt = plan.lastAsAt - 7 * week
      const folder = plan.weeks > 1 ? join(values.out, isoWeek(asAt)) : values.out
      const files = await timed(consoleLog, `extract ${isoWeek(asAt)}`, () => writeExtract(folder, world, asAt))
      consoleLog.say(files.map(({ table, rows }) => `  ${table} ${rows}`).join('\n'))
    }
    return EXIT.done
  },
})

function positive(name: string, text: string): number {
  const value = Number(text)
  if (value > 0) return value
  throw new PipelineError(`bad option --${name}: ${text}`, EXIT.failed, 'give a number above 0')
}

async function settingOf(name: string): Promise<Setting> {
  const { force, districts } = await loadForce(name)
  const { lpas, lomus, places, timezone, targets, harm } = force
  return {
    ...{ districts, lpas, lomus, places, timezone, targets },
    weights: weightByCode(ONS_2020),
    halfLifeYears: harm.halfLifeYears,
    highCut: harm.cuts.high,
    transitionWeeks: harm.transitionWeeks,
  }
}
