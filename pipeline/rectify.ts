import { RECTIFIABLE } from './data/rectify.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { rectify } from './publish/rectify.ts'

const usage = `npm run rectify -- --table T --id ID --set COLUMN=VALUE --reason TEXT [--home DIR]
  [--force ID]

Lays a correction over the present and later weeks: from the next weekly run on the row is used with the new
value, until the records system gives it right itself. Archived weeks stay as they were. The value is checked
against the contract; how many values stand corrected is shown on the data page. Logged and signed in
HOME/log/rectifications.jsonl without the reference.

  --table T     ${RECTIFIABLE.join(', ')}
  --id ID       the key of the row
  --set C=V     the column and its right value, as an extract would write it; C= empties it
  --reason TEXT why, in plain words; name nobody in it, for it is kept
  --force ID    which force, where several live in the home`

if (import.meta.main) {
  await runCommand({
    usage,
    options: {
      table: { type: 'string', default: '' },
      id: { type: 'string', default: '' },
      set: { type: 'string', default: '' },
      reason: { type: 'string', default: '' },
      home: { type: 'string', default: DEFAULT_HOME },
      force: { type: 'string' },
    },
    run: async ({ home: root, force, ...asked }) => {
      const given = RECTIFIABLE.find(name => name === asked.table)
      const equals = asked.set.indexOf('=')
      if (!given || !asked.id.trim() || equals < 1 || !asked.reason.trim())
        throw new PipelineError(
          'missing or wrong: --table, --id, --set or --reason',
          EXIT.failed,
          'see --help',
        )
      const [column, value] = [asked.set.slice(0, equals), asked.set.slice(equals + 1)]
      const home = await homeOfForce(root, force)
      const on = new Date().toISOString().slice(0, 10)
      await rectify(home, { table: given, id: asked.id, column, value }, { on, reason: asked.reason })
      process.stdout.write(`corrected from the next weekly run on: ${given}, ${column}\n`)
      return EXIT.done
    },
  })
}
