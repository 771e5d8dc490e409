import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SEED } from '../../pipeline/lib/seed.ts'
import { lineBytes } from '../../pipeline/publish/line-bytes.ts'

test('whatever is appended stands there as UTF-8, however much it is', () => {
  const number = fc.oneof(
    fc.maxSafeNat(),
    fc.constantFrom(0, 9, 10, 99, 100, 2 ** 53 - 1, Number.NaN, -1, 2 ** 60),
  )
  const part = fc.oneof(number, fc.string({ unit: 'binary', maxLength: 60 }))
  const check = (parts: (number | string)[], times: number) => {
    const lines = lineBytes()
    for (let n = 0; n < times; n++) {
      for (const one of parts) {
        if (typeof one === 'number') lines.putNumber(one)
        else lines.putText(one)
        lines.putByte(10)
        lines.put(Buffer.from('é|'))
      }
    }
    const text = parts.map(one => `${one}\né|`).join('')
    expect(Buffer.from(lines.done()).equals(Buffer.from(text.repeat(times)))).toBe(true)
  }
  fc.assert(fc.property(fc.array(part, { maxLength: 30 }), fc.constantFrom(1, 3, 400), check), { seed: SEED })
})
