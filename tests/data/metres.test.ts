import proj4 from 'proj4'
import { expect, test } from 'vitest'
import { force, row, take, writeExtract } from './fixture.ts'

const UTM = '+proj=utm +zone=30 +datum=WGS84 +units=m +no_defs'
const DEGREES = '+proj=longlat +datum=WGS84 +no_defs'
const POINTS = Array.from({ length: 40 }, (_, i) => [402_000.5 + 300 * i, 282_000.25 + 200 * i] as const)

/** Forty crimes whose points are written in another coordinate system, and one without a point. */
async function extractIn(definition: string) {
  const { settings } = await force()
  const crimes = POINTS.map(([x, y], i) => {
    const [easting, northing] = proj4(settings.crs.proj4, definition, [x, y])
    return row('crimes', { crime_id: `C${i}`, easting: easting!.toFixed(9), northing: northing!.toFixed(9) })
  })
  return writeExtract({
    crimes: [...crimes, row('crimes', { crime_id: 'C-none', easting: '', northing: '' })],
  })
}

async function forceWith(proj4: string | undefined) {
  const loaded = await force()
  const extractCrs = proj4 === undefined ? undefined : { name: 'another', proj4 }
  return { ...loaded, settings: { ...loaded.settings, extractCrs } }
}

test.each([
  ['metres of another zone', UTM],
  ['degrees, longitude as easting', DEGREES],
])('coordinates in %s become metres of the force', async (_name, definition) => {
  const { settings } = await forceWith(definition)
  const loose = { ...settings.gates, minGeocodedShare: 0, maxTwinShare: 1, maxOneDayShare: 1 }
  const { store, accounts } = await take(await extractIn(definition), {
    force: { ...(await force()), settings: { ...settings, gates: loose } },
  })
  expect(accounts[0]).toMatchObject({ accepted: 41, quarantined: 0 })
  const rows = await store.rows<{ x: number; y: number }>(
    'SELECT easting AS x, northing AS y FROM crimes WHERE easting IS NOT NULL ORDER BY easting',
  )
  store.close()
  expect(rows).toHaveLength(40)
  for (const [i, { x, y }] of rows.entries()) {
    expect(Math.hypot(x - POINTS[i]![0], y - POINTS[i]![1])).toBeLessThan(0.02)
  }
})

test('in another system that no setting names, coordinates lie outside, and the gate says so', async () => {
  const error = await take(await extractIn(UTM)).catch((caught: Error) => caught)
  expect((error as Error).message).toMatch(/rejects: crimes: 40 of 41 rows quarantined \(outside-force 40\)/)
})

test('a point for which the system of the force has no place lies outside the force', async () => {
  const far = row('crimes', { crime_id: 'C2', easting: '400', northing: '95' })
  const near = row('crimes', { easting: '-1.9', northing: '52.48' })
  const { store, accounts } = await take(await writeExtract({ crimes: [near, far] }), {
    force: await forceWithLoose(DEGREES),
  })
  store.close()
  expect(accounts[0]!.reasons).toEqual([{ code: 'outside-force', rows: 1 }])
})

async function forceWithLoose(definition: string) {
  const loaded = await forceWith(definition)
  const gates = {
    ...loaded.settings.gates,
    ...{ maxRejectShare: 1, minGeocodedShare: 0, maxDaysWithoutRecords: 100_000, maxUnknownUnitShare: 1 },
  }
  return { ...loaded, settings: { ...loaded.settings, gates } }
}
