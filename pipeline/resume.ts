import { runDecision } from './publish/pause-command.ts'

const usage = `npm run resume -- areas|people|TARGET --reason TEXT [--home DIR] [--force ID]

Takes a pause back: readers see the live week again. Logged and signed in HOME/log/pauses.jsonl.

  --reason TEXT  why it may be shown again
  --force ID     which force, where several live in the home`

await runDecision('resume', usage)
