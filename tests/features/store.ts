import { flagPoints } from '../../pipeline/data/notes.ts'
import type { Duck } from '../../pipeline/lib/duck.ts'

/** One crime of a small store; what is left out is a plain knife crime on a Monday in February 2026. */
export interface StoredCrime {
  readonly id: string
  readonly recorded?: string
  readonly from?: string
  readonly to?: string
  readonly status?: string
  readonly statusAt?: string
  readonly weapon?: string
  readonly foundBy?: string
  readonly easting?: number | null
  readonly northing?: number
  readonly code?: string
}

/** Makes the table `crimes` of a store from a few crimes. */
export async function makeStore(store: Duck, crimes: readonly StoredCrime[]): Promise<void> {
  await store.run(`CREATE TABLE crimes(crime_id VARCHAR, recorded_at TIMESTAMP,
    occurred_from TIMESTAMP, occurred_to TIMESTAMP, offence_code VARCHAR, status VARCHAR, status_at TIMESTAMP,
    weapon_type VARCHAR, weapon_use VARCHAR, easting DOUBLE, northing DOUBLE,
    location_type VARCHAR, found_by VARCHAR, domestic BOOLEAN)`)
  for (const crime of crimes) {
    const from = crime.from ?? '2026-02-09 21:00:00'
    await store.run(
      `INSERT INTO crimes VALUES ($1, $2::TIMESTAMP, $3::TIMESTAMP, $4::TIMESTAMP, $5, $6, $7::TIMESTAMP, $8,
        'used_causing_injury', $9, $10, 'street', $11, false)`,
      [
        crime.id,
        crime.recorded ?? '2026-02-14 09:00:00',
        from,
        crime.to ?? null,
        crime.code ?? '8N',
        crime.status ?? 'recorded',
        crime.statusAt ?? null,
        crime.weapon ?? 'knife',
        crime.easting === undefined ? 100 : crime.easting,
        crime.northing ?? 100,
        crime.foundBy ?? 'public',
      ],
    )
  }
  await flagPoints(store)
}
