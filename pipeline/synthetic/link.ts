import type { Crimes } from './crimes.ts'
import { isVague } from './dirt.ts'
import { KINDS } from './kinds.ts'
import type { ChargeRow } from './people.ts'
import { DAY } from './plan.ts'

const LOOK = 60 // crimes looked at on either side of the offence's own time

/**
 * Links each charge to a recorded crime of the same code, near the offence in time, recorded before the
 * charge and not yet linked; the offence date becomes the crime's. A charge without such a crime stays
 * unlinked (another force's crime).
 */
export function linkCharges(charges: readonly ChargeRow[], crimes: Crimes): void {
  const byCode = crimesByCode(crimes)
  const used = new Uint8Array(crimes.count)
  for (const charge of charges) {
    const list = byCode.get(charge.code)
    if (!list) continue
    const crime = findCrime(charge, list, { crimes, used })
    if (crime < 0) continue
    used[crime] = 1
    charge.crime = crime
    charge.offenceDay = Math.floor(crimes.occurred[crime]! / DAY)
  }
}

/** Crimes of each code that stay recorded, whose row is sound and whose date is clear, by time. */
function crimesByCode(crimes: Crimes): Map<string, number[]> {
  const known = new Uint8Array(crimes.count)
  for (const i of crimes.order) known[i] = 1
  const lists = KINDS.map((): number[] => [])
  for (let i = 0; i < crimes.count; i++) {
    const sound = crimes.status[i] === 0 && crimes.dirt[i] === 0 && !isVague(crimes, i)
    if (known[i] && sound) lists[crimes.kind[i]!]!.push(i)
  }
  const byCode = new Map<string, number[]>()
  KINDS.forEach(({ code }, kind) => {
    const before = byCode.get(code)
    byCode.set(code, before ? before.concat(lists[kind]!) : lists[kind]!)
  })
  for (const list of byCode.values()) list.sort((a, b) => a - b)
  return byCode
}

function findCrime(
  charge: ChargeRow,
  list: readonly number[],
  { crimes, used }: { crimes: Crimes; used: Uint8Array },
): number {
  const wanted = charge.offenceDay * DAY
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (crimes.occurred[list[middle]!]! < wanted) low = middle + 1
    else high = middle
  }
  const fits = (at: number) => {
    const crime = list[at]
    if (crime === undefined || used[crime]) return false
    return crimes.recorded[crime]! < charge.chargedAt && Math.abs(crimes.occurred[crime]! - wanted) < 45 * DAY
  }
  for (let step = 0; step < LOOK; step++) {
    if (fits(low - step)) return list[low - step]!
    if (fits(low + step)) return list[low + step]!
  }
  return -1
}
