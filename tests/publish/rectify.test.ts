import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personalOf } from '../../pipeline/data/pseudonym.ts'
import { silentLog } from '../../pipeline/lib/log.ts'
import { disposePerson } from '../../pipeline/publish/disposal.ts'
import { readRectifications, rectificationsMark } from '../../pipeline/publish/rectifications.ts'
import { rectify } from '../../pipeline/publish/rectify.ts'
import { LISTED, publishPeopled, SHE } from './people.ts'
import { removeTestFolder, temporaryFolder } from './sites.ts'

afterAll(removeTestFolder)

const WHY = { on: '2026-12-01', reason: 'the court wrote to us' }
const OTHER = LISTED[1]!
const outcome = (id: string) =>
  ({ table: 'charges', id: `H-${id}`, column: 'outcome', value: 'acquitted' }) as const
const crime = { table: 'crimes', id: 'C-1', column: 'domestic', value: 'true' } as const

describe('corrections', () => {
  const home = temporaryFolder('home')
  const overlay = join(home, 'ledger/rectifications.jsonl')
  beforeAll(async () => {
    await publishPeopled(home, 1)
    expect(await rectificationsMark(home)).toEqual([])
    await rectify(home, outcome(SHE), WHY)
    await rectify(home, outcome(OTHER), WHY)
    await rectify(home, crime, WHY)
  })

  it('are kept in order with the person whom they are about, and change the id of the next run', async () => {
    expect(await readRectifications(home)).toEqual([
      { ...outcome(SHE), person: SHE },
      { ...outcome(OTHER), person: OTHER },
      { ...crime, person: null },
    ])
    expect(await rectificationsMark(home)).toHaveLength(1)
  })

  it('are logged and signed without the row or its value', () => {
    const log = readFileSync(join(home, 'log/rectifications.jsonl'), 'utf8')
    expect(log).toContain('the court wrote to us')
    expect(log).not.toMatch(/SHE|P-0000002|C-1|acquitted/)
  })

  it.each([
    [{ ...outcome(SHE), value: 'guilty' }, 'a value that is not in the list of the contract'],
    [{ ...outcome(SHE), column: 'verdict' }, 'no such column'],
    [{ ...outcome('NOBODY') }, 'no such row in the newest week'],
    [{ ...outcome(SHE), table: 'persons', column: 'lomu' }, 'no such row'],
  ] as const)('%j is refused', async (correction, message) => {
    await expect(rectify(home, correction, WHY)).rejects.toThrow(message)
  })

  it('are refused with a reason that names the row', async () => {
    const named = { ...WHY, reason: `charge h-${SHE} was wrong` }
    await expect(rectify(home, outcome(SHE), named)).rejects.toThrow('the reason names the row')
  })

  it('go when their person is disposed of; the others stay', async () => {
    const person = personalOf(SHE)
    const { swept } = await disposePerson({
      home,
      person,
      reason: 'mistaken',
      on: '2026-12-02',
      log: silentLog,
    })
    expect(swept.find(({ place }) => place === 'ledger')).toMatchObject({ count: 1 })
    expect((await readRectifications(home)).map(({ id }) => id)).toEqual([`H-${OTHER}`, 'C-1'])
    expect(readFileSync(overlay, 'utf8')).not.toContain(SHE)
  })

  it('that nobody logged stop the run', async () => {
    const text = readFileSync(overlay, 'utf8')
    writeFileSync(overlay, text.replace('acquitted', 'convicted'))
    await expect(readRectifications(home)).rejects.toThrow('a correction that was never logged')
    writeFileSync(overlay, text)
    expect(await readRectifications(home)).toHaveLength(2)
  })
})
