const LOCALE = 'en-GB'
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })
const signed = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0, signDisplay: 'exceptZero' })
const day = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' })
/** Stands where there is no figure. */
const NONE = '\u2013'
const clean = (text: string) => text.replace('Sept', 'Sep').replace('-', '\u2212')

/** A whole number with thousands marks. @example formatWhole(12345.6) === '12,346' */
export function formatWhole(value: number): string {
  return clean(whole.format(value))
}

/** A signed whole number; zero has no sign. @example formatChange(3) === '+3' */
export function formatChange(value: number): string {
  return clean(signed.format(value))
}

/**
 * An expected count: whole from 100 on, one decimal from 10, else two; never a bare zero for a small number.
 * @example formatCount(0.1234) === '0.12'; formatCount(0.001) === '<0.01'
 */
export function formatCount(value: number): string {
  if (value >= 100) return formatWhole(value)
  if (value >= 9.95) return value.toFixed(1)
  return value > 0 && value < 0.005 ? '<0.01' : value.toFixed(2)
}

/** A share as a percentage: one decimal under 10%, else whole. @example formatShare(0.034) === '3.4%' */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.05) return '<0.1%'
  if (percent < 100 && percent > 99.5) return '>99%'
  return percent < 9.95 ? `${percent.toFixed(1)}%` : `${percent.toFixed(0)}%`
}

/** A chance as a percentage: nothing that is to come is certain. @example formatChance(1) === '>99%' */
export function formatChance(chance: number): string {
  return formatShare(Math.min(chance, 0.999))
}

/** A share, or a dash where there is none. */
export function formatPart(share: number | null): string {
  return share === null ? NONE : formatShare(share)
}

/**
 * A share without idle decimals, as on an axis or for an area budget.
 * @example formatPercent(0.02) === '2%'
 */
export function formatPercent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`
}

/**
 * A share to one decimal at any size, so that a column can be compared.
 * @example formatTenths(0.2) === '20.0%'
 */
export function formatTenths(share: number | null): string {
  return share === null ? NONE : `${(share * 100).toFixed(1)}%`
}

/**
 * A measure to some decimals, or a dash where there is none.
 * @example formatFigure(-0.5, 1) === '\u22120.5'
 */
export function formatFigure(value: number | null, decimals: number): string {
  return value === null ? NONE : clean(value.toFixed(decimals))
}

/** An interval. @example formatInterval(1, 4) === '1 to 4' */
export function formatInterval(low: number, high: number): string {
  const part = (value: number) => (Number.isInteger(value) ? formatWhole(value) : formatCount(value))
  return `${part(low)} to ${part(high)}`
}

/** An ISO date for reading. @example formatDay('2026-11-22') === '22 Nov 2026' */
export function formatDay(isoDate: string): string {
  return clean(day.format(new Date(`${isoDate}T00:00:00Z`)))
}

/**
 * A span of ISO dates for reading; the year is named once.
 * @example formatSpan('2026-11-22', '2026-12-19') === '22 Nov to 19 Dec 2026'
 */
export function formatSpan(from: string, to: string): string {
  const start = new Date(`${from}T00:00:00Z`)
  const first = from.slice(0, 4) === to.slice(0, 4) ? dayMonth.format(start) : day.format(start)
  return `${clean(first)} to ${formatDay(to)}`
}

/** An age in days. @example formatAge(1) === '1 day old' */
export function formatAge(days: number): string {
  return days === 1 ? '1 day old' : `${formatWhole(days)} days old`
}

/** Movement in a ranking, in words: up, down, same or new. */
export function formatMovement(rank: number, previous: number | null): string {
  if (previous === null) return 'new'
  if (previous === rank) return 'same'
  return previous > rank ? `up ${formatWhole(previous - rank)}` : `down ${formatWhole(rank - previous)}`
}

/**
 * The name of an archived week for reading.
 * @example formatWeek('2026-W47.2') === '2026-W47, corrected (2)'
 */
export function formatWeek(name: string): string {
  const [week = '', revision] = name.split('.')
  return revision === undefined ? week : `${week}, corrected (${revision})`
}
