import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readRiskTask } from './data/risk-task.ts'
import { crossValidate } from './evidence/cross-validate.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { fitAdditive, predictProbabilities } from './models/additive.ts'

await runCommand({
  usage: `npm run bench:risk -- TASK_DIR OUT_DIR
Fits the transition model's own code on TASK_DIR/train.csv and writes OUT_DIR/predictions.csv and OUT_DIR/report.json.`,
  options: {},
  run: async (_values, [taskDir, outDir]) => {
    if (!taskDir || !outDir) throw new PipelineError('TASK_DIR and OUT_DIR are needed', EXIT.failed, 'see --help')
    const task = await readRiskTask(taskDir)
    const model = fitAdditive(task.train, task.labels)
    const probabilities = predictProbabilities(model, task.test)
    await mkdir(outDir, { recursive: true })
    const lines = task.testIds.map((id, i) => `${id},${probabilities[i]!}`)
    await writeFile(join(outDir, 'predictions.csv'), `id,probability\n${lines.join('\n')}\n`)
    const report = crossValidate(task.train, task.labels)
    await writeFile(join(outDir, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
    process.stdout.write(`${JSON.stringify(report)}\n`)
    return EXIT.done
  },
})
