/** What may stand in a field of CSV; null is an empty field. */
export type CsvValue = string | number | null

/** A spreadsheet takes text that begins with one of these, or with its full-width form, for a formula. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/

/**
 * Text that no spreadsheet takes for a formula: where it would, an apostrophe goes before it.
 *
 * @example safeText('=1+1') === "'=1+1"
 * @internal
 */
export function safeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/**
 * CSV (RFC 4180): the marking on the first line, then the heading and the rows. Lines end in CRLF; text is
 * safe in a spreadsheet and quoted where needed; numbers stay numbers.
 *
 * @example csvText('OFFICIAL', ['a', 'b'], [[-3, '=x']]) === "OFFICIAL\r\na,b\r\n-3,'=x\r\n"
 */
export function csvText(
  marking: string,
  heading: readonly string[],
  rows: readonly (readonly CsvValue[])[],
): string {
  const lines = [[marking], heading, ...rows].map(row => row.map(csvField).join(','))
  return `${lines.join('\r\n')}\r\n`
}

function csvField(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = safeText(value)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * Fields of one record of CSV (RFC 4180) that is known to be well formed.
 *
 * @example csvFields('a,"b ""c"""') gives ['a', 'b "c"']
 */
export function csvFields(record: string): string[] {
  const found: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/gy
  for (;;) {
    const at = field.lastIndex
    const match = field.exec(record)
    if (!match) return found
    found.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'))
    if (!record.slice(at, field.lastIndex).endsWith(',') || field.lastIndex === at) return found
    if (field.lastIndex === record.length) return [...found, '']
  }
}
