import { runDecision } from './publish/pause-command.ts'

const usage = `npm run resume -- areas|people|TARGET --reason TEXT [--home DIR]

Takes a pause back: readers see the live week again. Logged and signed in HOME/log/pauses.jsonl.

  --reason TEXT  why it may be shown again`

await runDecision('resume', usage)
