import { expect, test } from 'vitest'
import { splitRow } from '../../pipeline/synthetic/rows.ts'

test.each([
  ['a,b,c', ['a', 'b', 'c']],
  ['a,,', ['a', '', '']],
  ['a,"b,c",d', ['a', '"b,c"', 'd']],
  ['"x ""y"", z",', ['"x ""y"", z"', '']],
  ['1,"b"', ['1', '"b"']],
])('%s splits at the commas outside quotes and joins to itself again', (line, cells) => {
  expect(splitRow(line)).toEqual(cells)
  expect(splitRow(line).join(',')).toBe(line)
})
