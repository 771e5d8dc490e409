import { runCommand } from '../../pipeline/lib/command.ts'
import { EXIT } from '../../pipeline/lib/error.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { removeTestFolder } from '../publish/sites.ts'
import { servedWeek } from './week.ts'

/** Publishes one tiny week in a home, as whoever runs this: `publish-as.ts HOME WEEK`. */
await runCommand({
  usage: 'publish-as.ts HOME WEEK',
  options: {},
  run: async (_, [home, week]) => {
    await publishWeek(servedWeek(home!, week!))
    removeTestFolder()
    return EXIT.done
  },
})
