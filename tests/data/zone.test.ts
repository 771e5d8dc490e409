import { expect, test } from 'vitest'
import { clockChanges } from '../../pipeline/data/zone.ts'

test('London skips an hour in March and repeats one in October', () => {
  expect(clockChanges('Europe/London', 2026, 2026)).toEqual([
    { kind: 'skipped', from: '2026-03-29T01:00:00', until: '2026-03-29T02:00:00' },
    { kind: 'repeated', from: '2026-10-25T01:00:00', until: '2026-10-25T02:00:00' },
  ])
})

test('New York does so on other days, at two in the morning', () => {
  expect(clockChanges('America/New_York', 2020, 2020)).toEqual([
    { kind: 'skipped', from: '2020-03-08T02:00:00', until: '2020-03-08T03:00:00' },
    { kind: 'repeated', from: '2020-11-01T01:00:00', until: '2020-11-01T02:00:00' },
  ])
})

test('half an hour on Lord Howe Island, nothing in UTC, and a whole day lost in Samoa', () => {
  expect(clockChanges('Australia/Lord_Howe', 2024, 2024).map(({ from, until }) => [from, until])).toEqual([
    ['2024-04-07T01:30:00', '2024-04-07T02:00:00'],
    ['2024-10-06T02:00:00', '2024-10-06T02:30:00'],
  ])
  expect(clockChanges('UTC', 2000, 2026)).toEqual([])
  expect(clockChanges('Pacific/Apia', 2011, 2011)).toContainEqual({
    kind: 'skipped',
    from: '2011-12-30T00:00:00',
    until: '2011-12-31T00:00:00',
  })
})

test('every change since 1970 of London: one of each kind a year, but for 1970 and 1971', () => {
  const changes = clockChanges('Europe/London', 1970, 2026)
  expect(changes.filter(change => change.kind === 'skipped')).toHaveLength(55)
  expect(changes.filter(change => change.kind === 'repeated')).toHaveLength(56)
})
