import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readRiskTask } from '../data/risk-task.ts'
import { judgeRisk } from '../evidence/people/cross-validate.ts'
import { runCommand } from '../lib/command.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { predictProbabilities } from '../models/people/gam.ts'
import { fitRisk } from '../models/people/risk.ts'

await runCommand({
  usage: `npm run bench:risk -- TASK_DIR OUT_DIR
Fits the people model's own code on TASK_DIR/train.csv and writes OUT_DIR/predictions.csv (id,probability)
and OUT_DIR/report.json (cross-validated Brier, AUC and slope, baselines, leak alarm). The task's columns are
named in TASK_DIR/task.json; columns named audit-only are never read.`,
  options: {},
  run: async (_values, [taskDir, outDir]) => {
    if (!taskDir || !outDir)
      throw new PipelineError('TASK_DIR and OUT_DIR are needed', EXIT.failed, 'see --help')
    const task = await readRiskTask(taskDir)
    const rows = { table: task.train, labels: task.labels }
    const { report, recipe, lambdas } = await judgeRisk(rows)
    const probabilities = predictProbabilities(fitRisk(rows, recipe, { lambdas }), task.test)
    await mkdir(outDir, { recursive: true })
    const lines = task.testIds.map((id, i) => `${id},${probabilities[i]!}`)
    await writeFile(join(outDir, 'predictions.csv'), `id,probability\n${lines.join('\n')}\n`)
    await writeFile(join(outDir, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
    const { brier, auc, slope, leakAlarm } = report
    const scores = `Brier ${brier.toFixed(5)}  AUC ${auc.toFixed(4)}  slope ${slope.toFixed(3)}`
    process.stdout.write(`${scores}  leak alarm ${leakAlarm}\n`)
    return EXIT.done
  },
})
