import { join } from 'node:path'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { epochDay } from './lib/week.ts'
import { homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { restoreWeek } from './publish/restore.ts'

const usage = `npm run restore -- WEEK --out DIR [--people --reason TEXT] [--home DIR] [--force ID]

Brings the areas site of an archived week back into DIR/areas, readable again; with --people the people site
too, in DIR/people, without anyone who was disposed of. A people site is logged and signed with its reason, is
for its owner alone (0700), and bears in EXPIRES.txt the day by which it must be deleted. The week is verified
first. HOME/archive and HOME/keys are enough: it works on an empty machine from their back-ups. DIR/areas is
the root of a site: any server of plain files shows it.

  --out DIR     a folder that is not there yet, or is empty
  --people      the people site as well
  --reason TEXT why people's data are needed; it is kept in HOME/log/restores.jsonl
  --force ID    which force, where several live in the home`

if (import.meta.main) {
  await runCommand({
    usage,
    options: {
      out: { type: 'string' },
      people: { type: 'boolean', default: false },
      reason: { type: 'string', default: '' },
      home: { type: 'string', default: DEFAULT_HOME },
      force: { type: 'string' },
    },
    run: async ({ out, people, reason, home: root, force }, [week]) => {
      if (!week || !out) throw new PipelineError('missing: WEEK or --out DIR', EXIT.failed, 'see --help')
      if (people && !reason.trim())
        throw new PipelineError(
          'missing option: --reason TEXT',
          EXIT.failed,
          'people are shown for a reason only',
        )
      const home = await homeOfForce(root, force)
      const today = epochDay(new Date().toISOString())
      const restored = await restoreWeek({ home, week, out, reason: people ? reason : undefined, today })
      process.stdout.write(`restored: ${week} in ${out}\n`)
      process.stdout.write(
        `to read it: python3 -m http.server --bind 127.0.0.1 --directory ${join(out, 'areas')}\n`,
      )
      if (restored) process.stdout.write(`people's data: delete ${out} by ${restored.expires}\n`)
      return EXIT.done
    },
  })
}
