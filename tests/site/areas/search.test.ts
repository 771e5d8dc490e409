import { expect, test } from 'vitest'
import { nearestCells, nearestFigure } from '../../../site/areas/charts/nearest.ts'
import { searchFiles } from '../../../site/areas/search-index.ts'
import { textOf } from '../../../site/shared/charts/tree.ts'
import { cells } from './cells-fixture.ts'

test('the squares nearest a point are listed by the distance of their edge, the one around it first', () => {
  const near = nearestCells(cells(8), { x: 3900, y: 900 }, 1000)
  expect(near.map(({ cell }) => cell.rank)).toEqual([3, 4, 2, 5, 1])
  expect(near.map(({ metres }) => metres)).toEqual([0, 100, 900, 1100, 1900])
  const words = textOf(nearestFigure('Aston', near))
  expect(words).toContain('Squares nearest Aston')
  expect(words).toContain('0.10 km away; rank 4')
})

test('the index names where each of its shards stands, and changes its own name with them', () => {
  const index = {
    kind: 'search',
    letters: true,
    box: [0, 0, 1, 1],
    places: [],
    layers: [],
    sectors: [],
    shards: { streets: ['a'], postcodes: [] },
  } as const
  const shard = (name: string) => ({ kind: 'streets' as const, key: 'a', spots: [[name, 1, 2]] as never })
  const made = searchFiles(index as never, [shard('Aston Road')])
  const { shards } = JSON.parse(made[0]!.text)
  expect(Object.values(shards)).toEqual([made[1]!.path])
  for (const { path } of made) expect(path).toMatch(/^\/cells\/[a-z-]+-[0-9a-f]{12}\.json$/)
  expect(searchFiles(index as never, [shard('Ash Road')])[0]!.path).not.toBe(made[0]!.path)
})
