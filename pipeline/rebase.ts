import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BANDS } from './bake/contract.ts'
import { ingest } from './data/ingest.ts'
import { readCareers } from './features/careers.ts'
import { harmAt } from './features/landmarks.ts'
import { loadForce } from './force/load.ts'
import { ONS_2020, weightByCode } from './force/weights.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { consoleLog } from './lib/log.ts'
import { isoDate } from './lib/week.ts'
import { bandFlow, bandIndex, type Cuts, proposeCuts } from './models/bands.ts'

await runCommand({
  usage: `npm run rebase -- --extract PATH [--force NAME|PATH]
Proposes new cut-points of the harm score from an extract's living people (super high: the fewest people who hold 50 % of all
harm; high 80, high-medium 92, low-medium 98 %) and prints how many people would change band. It changes nothing: the
cut-points in use stand in the force's configuration.`,
  options: { extract: { type: 'string' }, force: { type: 'string' } },
  run: async values => {
    if (!values.extract) throw new PipelineError('--extract PATH is needed', EXIT.failed, 'see --help')
    const loaded = await loadForce(values.force)
    const workDir = await mkdtemp(join(tmpdir(), 'foresite-rebase-'))
    try {
      const { store, asAt } = await ingest(values.extract, { force: loaded, workDir, log: consoleLog })
      const { careers } = await readCareers(store, asAt, weightByCode(ONS_2020))
      store.close()
      const { cuts, halfLifeYears } = loaded.force.harm
      const scores = Array.from({ length: careers.people }, (_value, p) => p)
        .filter(p => !careers.deceased[p])
        .map(p => harmAt(careers, p, asAt, halfLifeYears))
      process.stdout.write(proposal(scores, cuts, proposeCuts(scores), isoDate(asAt)))
    } finally {
      await rm(workDir, { recursive: true, force: true })
    }
    return EXIT.done
  },
})

function proposal(scores: readonly number[], before: Cuts, after: Cuts, on: string): string {
  const bandsOf = (cuts: Cuts) => scores.map(score => bandIndex(score, cuts))
  const flow = bandFlow(bandsOf(before), bandsOf(after))
  const cell = (text: unknown) => String(text).padStart(12)
  return [
    `cut-points in use   ${JSON.stringify(before)}`,
    `proposed on ${on} ${JSON.stringify(after)}`,
    `people from band (row) to band (column):`,
    cell('') + BANDS.map(cell).join(''),
    ...flow.map((row, band) => cell(BANDS[band]) + row.map(cell).join('')),
    '',
  ].join('\n')
}
