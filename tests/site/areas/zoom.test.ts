import { expect, it } from 'vitest'
import { zoomSteps } from '../../../site/areas/client/zoom.ts'

it('plus and minus zoom, shifted or not; other keys mean nothing', () => {
  expect(['+', '=', '-', '_', 'a', 'ArrowLeft'].map(zoomSteps)).toEqual([1, 1, -1, -1, null, null])
})
