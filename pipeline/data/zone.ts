import { isoDate } from '../lib/week.ts'

/**
 * A stretch of local time that a clock change skips or repeats: [from, until), ISO local date-times without
 * zone.
 */
export interface ClockChange {
  readonly kind: 'skipped' | 'repeated'
  readonly from: string
  readonly until: string
}

const DAY = 86_400_000
/** No zone changes its clock twice within so many days and comes back to where it was. */
const STEP = 5 * DAY

/**
 * The clock changes of a time zone between two years, from the platform's time zone table.
 *
 * @example clockChanges('Europe/London', 2026, 2026)[0] is { kind: 'skipped', from: '2026-03-29T01:00:00',
 * until: '2026-03-29T02:00:00' }
 */
export function clockChanges(zone: string, fromYear: number, toYear: number): ClockChange[] {
  const offset = offsetReader(zone)
  const changes: ClockChange[] = []
  const end = Date.UTC(toYear + 1, 0, 1)
  let at = Date.UTC(fromYear, 0, 1)
  let before = offset(at)
  for (at += STEP; at <= end; at += STEP) {
    const after = offset(at)
    if (after === before) continue
    const instant = changeBetween([at - STEP, at], before, offset)
    const local = [instant + before, instant + after].sort((a, b) => a - b)
    changes.push({
      kind: after > before ? 'skipped' : 'repeated',
      from: iso(local[0]!),
      until: iso(local[1]!),
    })
    before = after
  }
  return changes
}

/** First whole second after `low` at which the offset is no longer `before`. */
function changeBetween(
  [low, high]: readonly [number, number],
  before: number,
  offset: (at: number) => number,
): number {
  let [from, to] = [low, high]
  while (to - from > 1000) {
    const middle = Math.floor((from + to) / 2000) * 1000
    if (offset(middle) === before) from = middle
    else to = middle
  }
  return to
}

function offsetReader(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-GB-u-ca-iso8601-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  return at => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type)!
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    )
    return local - at
  }
}

function iso(ms: number): string {
  return `${isoDate(Math.floor(ms / DAY))}T${new Date(ms).toISOString().slice(11, 19)}`
}

/**
 * The name under which the platform knows a time zone, so that two names of one zone are equal.
 *
 * @example zoneName('GB') === zoneName('Europe/London')
 */
export function zoneName(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
}
