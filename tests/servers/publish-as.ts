import { publishWeek } from '../../pipeline/publish/week.ts'
import { removeTestFolder } from '../publish/sites.ts'
import { servedWeek } from './week.ts'

/** Publishes one tiny week in a home, as whoever runs this: `publish-as.ts HOME WEEK`. */
const [home, week] = process.argv.slice(2)
await publishWeek(servedWeek(home!, week!))
removeTestFolder()
