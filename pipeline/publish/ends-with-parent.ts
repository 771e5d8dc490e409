import { isMainThread } from 'node:worker_threads'

// Loaded into a build before all else (`--import`): a run that is killed takes nothing of its own with it,
// but the pipe from it to its builds closes.
if (isMainThread) {
  process.stdin.once('close', () => process.kill(process.pid, 'SIGKILL'))
  process.stdin.resume()
  ;(process.stdin as NodeJS.ReadStream & { unref(): void }).unref()
}
