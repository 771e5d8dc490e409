import { type Case, rowCase, tell } from './table.ts'

const crime = rowCase('crimes')
const at = (time: string, said: string) => crime({ recorded_at: time }, said)

const TIMES: Case[] = [
  at('2026-11-10T25:00:00', 'set aside bad-timestamp'),
  at('2026-11-10T24:00:00', 'set aside bad-timestamp'),
  at('2026-11-10T12:60:00', 'set aside bad-timestamp'),
  at('2026-11-10T12:-5:00', 'set aside bad-timestamp'),
  at('2026-11-10T12:00:60', 'set aside bad-timestamp'),
  at('2026-02-30T12:00:00', 'set aside bad-timestamp'),
  at('2026-11-10T12:00:00+01:00', 'set aside timestamp-with-zone'),
  at('2026-11-10T12:00:00-0530', 'set aside timestamp-with-zone'),
  at('2026-11-10T12:00:00Z', 'set aside timestamp-with-zone'),
  at('2026-11-10T12:00:00[Europe/London]', 'set aside bad-timestamp'),
  at('2026-11-10 12:00', 'accepted'),
  at('2026-11-10T12:00:00.1234567', 'accepted'),
  at('2026-11-10T12:00:00.123456789', 'accepted'),
  at('2026-11-10T12:00:00.1234567890', 'set aside bad-timestamp'),
  at('2026-11-10T12:00:00,5', 'set aside bad-timestamp'),
  at('10/11/2026 12:00', 'set aside bad-timestamp'),
  at('46336.5', 'set aside bad-timestamp'),
  at('2026-11-10T12:00:00 ', 'set aside bad-timestamp'),
  at('2026-11-10', 'set aside bad-timestamp'),
  at('0026-11-10T12:00:00', 'set aside out-of-range'),
  at('9999-12-31T00:00:00', 'set aside out-of-range'),
  at('2026-11-17T12:00:00', 'set aside future-date'),
  crime(
    { recorded_at: '2026-03-29T01:30:00', occurred_from: '2026-03-28T10:00:00' },
    'nonexistent-local-time',
  ),
  crime({ recorded_at: '2025-10-26T01:30:00', occurred_from: '2025-10-25T10:00:00' }, 'ambiguous-local-time'),
  crime({ recorded_at: '2026-11-10T00:00:00', occurred_from: '2026-11-10T23:00:00' }, 'accepted'),
  crime({ status: 'cancelled', status_at: '2026-11-10' }, 'accepted'),
  crime({ status: 'cancelled', status_at: '' }, 'set aside status-without-date'),
  crime({ status: 'cancelled', status_at: '2026-11-09T23:00:00' }, 'set aside status-before-recorded'),
  crime({ status_at: '9999-12-31' }, 'accepted'),
  crime({ occurred_to: '9999-12-31T23:59:59' }, 'accepted'),
  crime({ occurred_to: '2026-11-09T10:00:00' }, 'set aside occurred-range-reversed'),
]

tell(TIMES)
