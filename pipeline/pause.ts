import { runDecision } from './publish/pause-command.ts'

const usage = `npm run pause -- areas|people|TARGET --reason TEXT [--home DIR] [--force ID]

The kill switch: at once readers see a page that says that there is no forecast, and why, instead of a whole
site, or of every page on which one target stands (by its slug, for example knife), in archived weeks too. It
lasts through later weeks until "npm run resume". Logged and signed in HOME/log/pauses.jsonl. The reason is
shown to readers: name nobody in it.

  --reason TEXT  why, in plain words
  --force ID     which force, where several live in the home`

await runDecision('pause', usage)
