/**
 * How a Home Office offence code becomes the one form in which it is compared, rule after rule. The same
 * rules serve TypeScript and DuckDB, so they use only what both know of patterns.
 */
const RULES: readonly (readonly [pattern: string, by: string])[] = [
  // Spaces mean nothing: ` 8 N ` is 8N.
  [String.raw`\s+`, ''],
  // Five digits are a class and its part: 00806 is 008/06.
  [String.raw`^(\d{3})(\d{2})$`, '$1/$2'],
  // No leading zeros: 008N is 8N, 046 is 46.
  [String.raw`^0+(\d)`, '$1'],
  // A part stands behind a dot: 4/01 is 4.01.
  [String.raw`^(\d{1,3}[A-Z]{0,2})/(\d{1,2})$`, '$1.$2'],
  // No leading zero there either: 4.01 is 4.1, but 4.10 stays.
  [String.raw`^(\d{1,3}[A-Z]{0,2})\.0(\d)$`, '$1.$2'],
  // Part 0 is the class as a whole: 46.0 is 46.
  [String.raw`^(\d{1,3}[A-Z]{0,2})\.0$`, '$1'],
]

/** Codes that every rule leaves as they are. */
const CANONICAL = /^(0|[1-9]\d{0,2})[A-Z]{0,2}(\.[1-9]\d?)?$/

/**
 * The canonical form of an offence code as an extract or a file of weights may write it: capitals, no spaces,
 * no leading zeros, the part of a class behind a dot. A text that is no code comes back as it is but for
 * capitals and spaces.
 *
 * @example canonicalCode('08n') === '8N'
 * @example canonicalCode('004/10') === '4.10'
 * @example canonicalCode(' 046 ') === '46'
 */
export function canonicalCode(text: string): string {
  return RULES.reduce(
    (code, [pattern, by]) => code.replaceAll(new RegExp(pattern, 'g'), by),
    text.toUpperCase(),
  )
}

/** Whether a text is an offence code in its canonical form, as settings must give it. */
export function isCanonicalCode(text: string): boolean {
  return CANONICAL.test(text)
}

/**
 * SQL of the canonical form of a column of text. @see canonicalCode
 *
 * @param text SQL of the text, for example a quoted column name
 */
export function canonicalCodeSql(text: string): string {
  const made = RULES.reduce(
    (sql, [pattern, by]) => `regexp_replace(${sql}, '${pattern}', '${by.replaceAll('$', '\\')}', 'g')`,
    `upper(${text})`,
  )
  // Nearly every code is canonical as it comes, and one look is cheaper than six.
  return `CASE WHEN regexp_matches(${text}, '${CANONICAL.source}') THEN ${text} ELSE ${made} END`
}
