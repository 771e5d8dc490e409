import { runCommand } from '../lib/command.ts'
import { EXIT, PipelineError } from '../lib/error.ts'
import { consoleLog } from '../lib/log.ts'
import { homeOfForce } from './forces.ts'
import { DEFAULT_HOME } from './home.ts'
import { decide } from './pause.ts'

/** The command `pause` or `resume`: both take what, and why. */
export function runDecision(kind: 'pause' | 'resume', usage: string): Promise<void> {
  return runCommand({
    usage,
    options: {
      home: { type: 'string', default: DEFAULT_HOME },
      force: { type: 'string' },
      reason: { type: 'string', default: '' },
    },
    async run({ home: root, force, reason }, [what, ...more]) {
      if (what === undefined || more.length > 0)
        throw new PipelineError('name one thing: areas, people or a target', EXIT.failed, 'see --help')
      const home = await homeOfForce(root, force)
      const at = new Date().toISOString()
      const paused = await decide({ home, kind, what, reason, at, log: consoleLog })
      const names = paused.map(pause => pause.what).join(', ')
      process.stdout.write(`paused now: ${names || 'nothing'}\n`)
      return EXIT.done
    },
  })
}
