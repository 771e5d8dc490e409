import { expect, it } from 'vitest'
import { exclusionWarnings } from '../../pipeline/data/exclusion-areas.ts'
import { openDuck } from '../../pipeline/lib/duck.ts'

it('an exclusion of an area that nobody knows is counted, and its text is not repeated', async () => {
  const store = await openDuck()
  await store.run('CREATE TABLE exclusions(area VARCHAR)')
  const layers = [{ areas: [{ code: 'E05001218' }] }]
  await store.run("INSERT INTO exclusions VALUES ('e406000n286000'), ('E05001218'), ('e-500n-500')")
  expect(await exclusionWarnings(store, layers)).toEqual([])
  await store.run("INSERT INTO exclusions VALUES ('near the pub'), ('E05001219')")
  expect(await exclusionWarnings(store, layers)).toEqual([
    {
      code: 'unknown-area',
      where: 'exclusions',
      facts: '2 name neither a square nor the code of an area of a layer, and hold nowhere',
    },
  ])
  store.close()
})
