import { describe, expect, it } from 'vitest'
import { type Candidate, placeNames } from '../../../pipeline/bake/contract/base-map-labels.ts'

const PAPER = { width: 1000, height: 800, metresPerPixel: 2 }
const place = (text: string, [x, y]: readonly [number, number], rank = 3): Candidate => ({
  kind: 'place',
  text,
  rank,
  at: [x, y],
})
const street = (text: string, at: readonly number[]): Candidate => ({ kind: 'street', text, rank: 12, at })
const texts = (candidates: readonly Candidate[], paper = PAPER) =>
  placeNames(candidates, paper).map(({ text }) => text)

describe('names', () => {
  it('that would touch a weightier one are left out', () => {
    expect(texts([place('Village', [500, 402]), place('City', [500, 400], 1)])).toEqual(['City'])
    expect(texts([place('Village', [500, 440]), place('City', [500, 400], 1)])).toEqual(['City', 'Village'])
  })

  it('of small places come only near', () => {
    const hamlet = [place('Hamlet', [500, 400], 4)]
    expect(texts(hamlet)).toEqual(['Hamlet'])
    expect(texts(hamlet, { ...PAPER, metresPerPixel: 60 })).toEqual([])
  })

  it('of streets stand along a straight piece that is long enough, never upside down', () => {
    expect(texts([street('High Street', [100, 100, 130, 100])])).toEqual([])
    const [label] = placeNames([street('High Street', [300, 300, 150, 420])], PAPER)
    expect(label).toMatchObject({ x: 225, y: 360 })
    expect(Math.abs(label!.angle)).toBeLessThanOrEqual(Math.PI / 2)
    const zigzag = Array.from({ length: 20 }, (_, i) => [100 + 12 * i, 100 + (i % 2) * 12]).flat()
    expect(texts([street('Winding Lane', zigzag)])).toEqual([])
  })

  it('of one street are not repeated side by side, as at the edge of a tile', () => {
    const pieces = [street('Long Road', [100, 100, 250, 100]), street('Long Road', [250, 100, 400, 100])]
    expect(texts(pieces)).toEqual(['Long Road'])
    const far = [...pieces, street('Long Road', [700, 100, 850, 100])]
    expect(texts(far)).toEqual(['Long Road', 'Long Road'])
  })

  it('are never cut off at the edge of the paper', () => {
    expect(texts([place('Edge', [2, 400]), place('Top', [500, 1])])).toEqual([])
  })
})
