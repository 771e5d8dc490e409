import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BANDS } from './bake/contract/vocabulary.ts'
import { ingest } from './data/ingest.ts'
import { receive } from './data/receive.ts'
import { readCareers } from './features/careers.ts'
import { harmAt } from './features/harm.ts'
import { loadForce } from './force/load.ts'
import { parseWeights } from './force/weight-file.ts'
import { changedWeights, type WeightTable } from './force/weights.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { consoleLog } from './lib/log.ts'
import { isoDate } from './lib/week.ts'
import { bandFlow, bandIndex, type Cuts, proposeCuts } from './models/people/bands.ts'

await runCommand({
  usage: `npm run rebase -- --extract PATH [--weights FILE] [--force NAME|PATH]
Proposes new cut-points of the harm score from an extract's living people (super high: the fewest people who
hold 50% of all harm; high 80, high-medium 92, low-medium 98%) and prints how many people would change
band. It changes nothing: the cut-points in use stand in the force's configuration.

  --weights FILE  a revised table of harm weights, as JSON
                  {source, vintage, weights: [{code, offence, weight}]}: prints instead which codes it changes
                  and how many people would change band under the cut-points in use`,
  options: { extract: { type: 'string' }, force: { type: 'string' }, weights: { type: 'string' } },
  run: async values => {
    if (!values.extract) throw new PipelineError('--extract PATH is needed', EXIT.failed, 'see --help')
    const loaded = await loadForce(values.force)
    const revised = values.weights
      ? parseWeights(await readFile(values.weights, 'utf8'), values.weights)
      : null
    const workDir = await mkdtemp(join(tmpdir(), 'foresite-rebase-'))
    try {
      const extract = await receive(values.extract, workDir, loaded.settings.mapping)
      const { store, asAt } = await ingest(extract, { force: loaded, workDir, log: consoleLog })
      const { cuts, halfLifeYears } = loaded.settings.harm
      const scoresBy = async (table: WeightTable) => {
        const { careers } = await readCareers(store, { asAt }, table)
        const living = Array.from({ length: careers.people }, (_value, p) => p).filter(
          p => !careers.deceased[p],
        )
        return living.map(p => harmAt(careers, p, { day: asAt, halfLifeYears }))
      }
      const scores = await scoresBy(loaded.weights)
      const report = revised
        ? revision(
            loaded.weights,
            revised,
            bandFlow(bandsOf(scores, cuts), bandsOf(await scoresBy(revised), cuts)),
          )
        : proposal(scores, { before: cuts, after: proposeCuts(scores) }, isoDate(asAt))
      store.close()
      process.stdout.write(report)
    } finally {
      await rm(workDir, { recursive: true, force: true })
    }
    return EXIT.done
  },
})

function bandsOf(scores: readonly number[], cuts: Cuts): number[] {
  return scores.map(score => bandIndex(score, cuts))
}

function proposal(
  scores: readonly number[],
  { before, after }: { before: Cuts; after: Cuts },
  on: string,
): string {
  return [
    `cut-points in use   ${JSON.stringify(before)}`,
    `proposed on ${on} ${JSON.stringify(after)}`,
    ...flowLines(bandFlow(bandsOf(scores, before), bandsOf(scores, after))),
  ].join('\n')
}

function revision(before: WeightTable, after: WeightTable, flow: number[][]): string {
  const people = flow.flat().reduce((sum, n) => sum + n, 0)
  const same = flow.reduce((sum, row, band) => sum + row[band]!, 0)
  const changes = changedWeights(before, after).map(
    ({ code, from, to }) => `  ${code.padEnd(6)} ${String(from ?? 'none').padStart(6)} -> ${to ?? 'none'}`,
  )
  return [
    `weights in use ${before.source}, ${before.vintage}; revised ${after.source}, ${after.vintage}`,
    `${changes.length} offence codes change weight:`,
    ...changes,
    `${people - same} of ${people} people change band under the cut-points in use`,
    ...flowLines(flow),
  ].join('\n')
}

function flowLines(flow: readonly number[][]): string[] {
  const cell = (text: unknown) => String(text).padStart(12)
  return [
    `people from band (row) to band (column):`,
    cell('') + BANDS.map(cell).join(''),
    ...flow.map((row, band) => cell(BANDS[band]) + row.map(cell).join('')),
    '',
  ]
}
