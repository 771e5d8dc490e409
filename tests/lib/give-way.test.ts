import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

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
