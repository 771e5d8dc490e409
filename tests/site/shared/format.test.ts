import { expect, test } from 'vitest'
import { markingCss, routeOf } from '../../../site/shared/build.ts'
import {
  formatAge,
  formatChange,
  formatCount,
  formatDay,
  formatFigure,
  formatInterval,
  formatMovement,
  formatPart,
  formatPercent,
  formatShare,
  formatSpan,
  formatTenths,
  formatWhole,
} from '../../../site/shared/format.ts'
import { navigation } from '../../../site/shared/navigation.ts'

test('small expected numbers never read as zero, and no expectation does', () => {
  expect(formatCount(0.001)).toBe('<0.01')
  expect(formatCount(0)).toBe('0.00')
  expect([formatCount(0.125), formatCount(12.34), formatCount(1234.5)]).toEqual(['0.13', '12.3', '1,235'])
})

test('a probability is neither nought nor certain by rounding', () => {
  expect([
    formatShare(0.0001),
    formatShare(0.034),
    formatShare(0.5),
    formatShare(0.999),
    formatShare(1),
  ]).toEqual(['<0.1%', '3.4%', '50%', '>99%', '100%'])
})

test('a percent sign follows its number without a space, and what is missing is a dash', () => {
  expect([formatPercent(0.02), formatPercent(0.005), formatTenths(0.2), formatPart(0.034)]).toEqual([
    '2%',
    '0.5%',
    '20.0%',
    '3.4%',
  ])
  expect([formatTenths(null), formatPart(null), formatFigure(null, 2)]).toEqual([
    '\u2013',
    '\u2013',
    '\u2013',
  ])
  expect([formatFigure(-0.5, 1), formatFigure(1, 2)]).toEqual(['\u22120.5', '1.00'])
})

test('dates read as days of a civil calendar, whatever the time zone', () => {
  expect(formatDay('2026-03-29')).toBe('29 Mar 2026')
  expect(formatDay('2026-09-01')).toBe('1 Sep 2026')
  expect(formatSpan('2026-12-21', '2027-01-17')).toBe('21 Dec 2026 to 17 Jan 2027')
  expect(formatSpan('2026-11-16', '2026-12-13')).toBe('16 Nov to 13 Dec 2026')
})

test('words for movement, change, age, interval and the least of numbers', () => {
  expect([formatMovement(3, 5), formatMovement(5, 3), formatMovement(5, 5), formatMovement(5, null)]).toEqual(
    ['up 2', 'down 2', 'same', 'new'],
  )
  expect([formatChange(3), formatChange(-3), formatChange(0)]).toEqual(['+3', '\u22123', '0'])
  expect([formatAge(1), formatAge(12)]).toEqual(['1 day old', '12 days old'])
  expect([formatInterval(0, 3), formatInterval(0.25, 12.5)]).toEqual(['0 to 3', '0.25 to 12.5'])
  expect([formatWhole(0), formatWhole(-2)]).toEqual(['0', '\u22122'])
})

test('pages of a product are served at its root', () => {
  expect([
    routeOf('index.astro'),
    routeOf('[slug].astro'),
    routeOf('lomu/[code].astro'),
    routeOf('help/index.astro'),
  ]).toEqual(['/', '/[slug]', '/lomu/[code]', '/help'])
})

test('the printed marking is configuration and cannot break out of its style sheet', () => {
  const force = { marking: 'OFFICIAL"; } body { display: none', handling: '', recordsSystem: '' }
  const css = markingCss({ week: '2026-W47', runId: 'a'.repeat(64), force })
  expect(css).toContain('@top-center { content: "OFFICIAL')
  expect(css).not.toContain('OFFICIAL";')
})

test('the areas navigation names the targets of the run, whatever they are', () => {
  const targets = [{ id: 'arson', slug: 'arson', title: 'Arson' }]
  expect(navigation('areas', { targets }).map(({ href }) => href)).toEqual(
    expect.arrayContaining(['/', '/arson/']),
  )
})
