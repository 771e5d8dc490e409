import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { osReference, squareOfReference } from '../../pipeline/lib/grid-reference.ts'

describe('Ordnance Survey references', () => {
  it('known places have theirs', () => {
    expect(osReference(407120, 286540, 6)).toBe('SP 071 865')
    // Tower of London, Edinburgh Castle, Lerwick, St Mary's (Scilly).
    const known = [
      ['TQ 336 805', 533600, 180500],
      ['NT 251 734', 325100, 673400],
      ['HU 476 414', 447600, 1141400],
      ['SV 903 105', 90300, 10500],
    ] as const
    for (const [text, x, y] of known) {
      expect(osReference(x, y, 6)).toBe(text)
      expect(squareOfReference(text)).toEqual({ x, y, metres: 100 })
    }
  })

  it.each(['SP0786', 'sp 07 86', 'SP 0 7 8 6', ' Sp07 86 '])('%s is one kilometre', text => {
    expect(squareOfReference(text)).toEqual({ x: 407000, y: 286000, metres: 1000 })
  })

  it('letters alone are a hundred kilometres, and ten figures a metre', () => {
    expect(squareOfReference('SP')).toEqual({ x: 400000, y: 200000, metres: 100_000 })
    expect(squareOfReference('SP 07123 86543')).toEqual({ x: 407123, y: 286543, metres: 1 })
  })

  it.each(['SP 071', 'SI 07 86', 'SP 071234 865432', 'Aston', 'S 07 86', '0786', ''])('%s is none', text => {
    expect(squareOfReference(text)).toBeUndefined()
  })

  it('every reference names a square that holds its point', () => {
    const metres = (max: number) => fc.integer({ min: 0, max })
    fc.assert(
      fc.property(metres(699_999), metres(1_299_999), fc.integer({ min: 1, max: 5 }), (x, y, half) => {
        const square = squareOfReference(osReference(x, y, 2 * half)!)!
        expect([square.x <= x, x < square.x + square.metres]).toEqual([true, true])
        expect([square.y <= y, y < square.y + square.metres]).toEqual([true, true])
      }),
      { seed: 5 },
    )
  })

  it('a point outside the lettered grid has none', () => {
    expect(osReference(-2_000_000, 0, 6)).toBeUndefined()
  })
})
