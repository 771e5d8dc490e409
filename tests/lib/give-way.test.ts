import { execFileSync, spawn } from 'node:child_process'
import { getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { giveWay } from '../../pipeline/lib/give-way.ts'

const LIB = new URL('../../pipeline/lib/give-way.ts', import.meta.url).href

/** The priority of a process that was started behind others, after it gave way. */
function priorityAfter(steps: number, startedBehind: number): number {
  const script = `
    import { getPriority } from 'node:os'
    import { giveWay } from '${LIB}'
    giveWay(${steps})
    console.log(getPriority())`
  const asked = ['-n', String(startedBehind), process.execPath, '--input-type=module', '-e', script]
  return Number(execFileSync('nice', asked, { encoding: 'utf8' }))
}

it('one who gives way goes further back than it stood, never forward', () => {
  expect([priorityAfter(3, 0), priorityAfter(3, 10), priorityAfter(10, 15)]).toEqual([3, 13, 19])
})

it('another process goes back alone', () => {
  const before = getPriority()
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  try {
    giveWay(5, other.pid)
    expect([getPriority(other.pid), getPriority()]).toEqual([Math.min(19, before + 5), before])
  } finally {
    other.kill()
  }
})
