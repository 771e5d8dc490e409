/**
 * What can be wrong with a row, and what is said of it. The kinds 'row' reject it; the kinds 'note' keep it
 * and are counted.
 */
export const ISSUES = {
  disposed: ['row', 'a person who was disposed of; nothing of the row is kept'],
  'charged-after-disposal': ['row', 'a charge after the person was disposed of: the reviewer decides'],
  'wrong-field-count': ['row', 'the record has more or fewer fields than the header'],
  'stray-quote': ['row', 'a quotation mark stands inside an unquoted field or after a quoted one'],
  'unterminated-quote': ['row', 'a quoted field never ends'],
  'bare-carriage-return': ['row', 'a carriage return stands alone outside quotes'],
  'nul-byte': ['row', 'the record holds a zero byte'],
  'record-too-long': ['row', 'the record is longer than the limit'],
  'repeated-header': ['row', 'the header line stands among the rows'],
  'missing-value': ['row', 'a required value is empty'],
  'bad-id': ['row', 'an identifier is too long or holds control characters'],
  'bad-text': ['row', 'a text is too long'],
  'bad-timestamp': ['row', 'not a local ISO 8601 date-time'],
  'timestamp-with-zone': ['row', 'a date-time carries a zone, but local time is expected'],
  'nonexistent-local-time': ['row', 'a local time that the clock change skipped'],
  'bad-date': ['row', 'not an ISO 8601 date'],
  'bad-month': ['row', 'not a month YYYY-MM'],
  'bad-number': ['row', 'not a number'],
  'decimal-comma': ['row', 'a number with a decimal comma'],
  'bad-boolean': ['row', 'neither true nor false'],
  'bad-code': ['row', 'not an offence code'],
  'unknown-value': ['row', 'a value that is not in the list of the contract'],
  'out-of-range': ['row', 'a number or date outside any sensible range'],
  'duplicate-row': ['row', 'the same row again'],
  'conflicting-key': ['row', 'one key with different contents'],
  'future-date': ['row', 'a date-time after the extract was made'],
  'occurred-after-recorded': ['row', 'recorded before it occurred'],
  'occurred-range-reversed': ['row', 'the end of the range lies before its start'],
  'status-without-date': ['row', 'cancelled or transferred, but without the date'],
  'status-before-recorded': ['row', 'the status changed before the crime was recorded'],
  'half-coordinate': ['row', 'easting without northing, or the reverse'],
  'outside-force': ['row', 'coordinates far outside the force'],
  'born-in-future': ['row', 'born after the extract was made'],
  'orphan-person': ['row', 'the person is not in the extract'],
  'merge-loop': ['row', 'a chain of merged persons never ends'],
  'orphan-merge': ['row', 'merged into a person who is not in the extract'],
  'charged-before-offence': ['row', 'charged before the offence'],
  'charged-too-young': ['row', 'charged under the age of ten, or for an offence from before then'],
  'outcome-without-date': ['row', 'an outcome without its date'],
  'outcome-date-while-pending': ['row', 'pending, but with a date of outcome'],
  'outcome-before-charge': ['row', 'the outcome lies before the charge'],
  'reversed-period': ['row', 'the end of the period lies before its start'],
  'table-unread': ['row', 'the table could not be read, and nothing uses it'],
  'id-cleaned': ['note', 'an identifier with outer spaces or unusual characters, compared without them'],
  'code-without-weight': ['note', 'an offence code without a harm weight'],
  'injury-contradicts-offence': [
    'note',
    'a weapon caused injury in an offence that is defined as one without injury',
  ],
  'ambiguous-local-time': ['note', 'a local time that the clock change repeated'],
  'unknown-crime': ['note', 'the crime of a charge is not in the extract'],
  'outside-districts': ['note', 'coordinates outside the districts of the force'],
  'no-coordinates': ['note', 'a crime without coordinates'],
  'default-geocode': ['note', 'coordinates of a custody suite or hospital'],
  'dominant-address': ['note', 'one address that dominates its square'],
  'child-charged': ['note', 'charged as a child (under 18)'],
  deceased: ['note', 'a person who has died'],
  'merged-person': ['note', 'a person merged into another'],
} as const satisfies Record<string, readonly ['row' | 'note', string]>

export type IssueCode = keyof typeof ISSUES

/** How many rows of a table have a problem. */
export interface IssueCount {
  readonly table: string
  readonly code: IssueCode
  readonly rows: number
  readonly rejected: boolean
}

/** One line for people about a count of issues; holds no value of any row. */
export function issueLine({ table, code, rows, rejected }: IssueCount): string {
  const counted = `${rows} ${rows === 1 ? 'row' : 'rows'} ${rejected ? 'quarantined' : 'noted'}`
  return `${table}: ${counted}, ${code} (${ISSUES[code][1]})`
}
