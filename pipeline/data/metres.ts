import { fromExtract } from '../force/crs.ts'
import type { Settings } from '../force/schema.ts'
import type { Duck } from '../lib/duck.ts'

/**
 * Brings the coordinates of crimes from the coordinate system of the extract into metres of the force, to the
 * centimetre. A point for which the force's system has no place becomes infinite, and lies outside the force.
 * Does nothing where the extract has the force's own system.
 */
export async function toForceMetres(duck: Duck, settings: Settings): Promise<void> {
  if (!settings.extractCrs) return
  const { x = [], y = [] } = await duck.columns(
    `SELECT DISTINCT easting AS x, northing AS y FROM crimes
     WHERE easting IS NOT NULL AND northing IS NOT NULL ORDER BY ALL`,
  )
  await duck.run('CREATE TEMP TABLE moved (a DOUBLE, b DOUBLE, x DOUBLE, y DOUBLE)')
  const appender = await duck.connection.createAppender('moved')
  const project = fromExtract(settings)
  for (const [i, a] of (x as number[]).entries()) {
    const b = y[i] as number
    for (const value of [a, b, ...project([a, b]).map(centimetres)]) appender.appendDouble(value)
    appender.endRow()
  }
  appender.closeSync()
  await duck.run(
    `UPDATE crimes SET easting = m.x, northing = m.y FROM moved m
     WHERE crimes.easting = m.a AND crimes.northing = m.b`,
  )
  await duck.run('DROP TABLE moved')
}

const centimetres = (metres: number) =>
  Number.isFinite(metres) ? Math.round(metres * 100) / 100 : Number.POSITIVE_INFINITY
