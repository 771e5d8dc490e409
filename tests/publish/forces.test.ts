import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { claimHome, homeOfForce } from '../../pipeline/publish/forces.ts'
import { removeTestFolder, temporaryFolder } from './sites.ts'

afterAll(removeTestFolder)

const AVON = { id: 'avon', marking: 'OFFICIAL' }

describe('the home of a force', () => {
  it('is the home itself where no folder says otherwise', async () => {
    const home = temporaryFolder('home')
    expect(await homeOfForce(home)).toBe(home)
    expect(await homeOfForce(home, 'west-midlands')).toBe(home)
  })

  it('lies under its id where several live, and one of them must be named', async () => {
    const home = temporaryFolder('home')
    for (const id of ['kent', 'avon']) mkdirSync(join(home, 'forces', id), { recursive: true })
    expect(await homeOfForce(home, 'avon')).toBe(join(home, 'forces/avon'))
    await expect(homeOfForce(home)).rejects.toMatchObject({ remedy: 'name one with --force: avon, kent' })
    await expect(homeOfForce(home, 'devon')).rejects.toThrow('no such force here: devon')
    await expect(homeOfForce(home, '../kent')).rejects.toThrow('no such force here')
    expect(await homeOfForce(home, 'devon', true)).toBe(join(home, 'forces/devon'))
  })

  it('takes the first force that runs in it, and refuses every other', async () => {
    const home = temporaryFolder('home')
    await claimHome(home, AVON)
    await claimHome(home, AVON)
    expect(readFileSync(join(home, 'force.txt'), 'utf8')).toBe('avon\nOFFICIAL\n')
    await expect(claimHome(home, { ...AVON, id: 'kent' })).rejects.toMatchObject({
      message: expect.stringContaining("this home is another force's: avon, not kent"),
      exit: 5,
    })
  })

  it('is claimed again after a kill in the middle of claiming', async () => {
    const home = temporaryFolder('home')
    writeFileSync(join(home, 'force.txt.new'), '')
    await claimHome(home, AVON)
    expect(readFileSync(join(home, 'force.txt'), 'utf8')).toBe('avon\nOFFICIAL\n')
  })
})
