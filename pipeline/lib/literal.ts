/** Longest line of source that is written. */
const WIDTH = 108

/**
 * A text as a literal of TypeScript: what JSON escapes, single quotes around.
 *
 * @example quoted("King's") === String.raw`'King\'s'`
 */
export function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll(String.raw`\"`, '"')
  return `'${inner.replaceAll("'", String.raw`\'`)}'`
}

/**
 * The name of a property as TypeScript writes it.
 *
 * @example keyText('HO-*') === "'HO-*'"
 */
export function keyText(key: string): string {
  return /^[a-z_]\w*$/i.test(key) ? key : quoted(key)
}

/**
 * A plain value as a literal of TypeScript: on one line where it fits, or a member a line. Properties without
 * a value are left out.
 *
 * @param indent spaces before the line on which the literal starts
 * @example literalText({ code: 'A', names: ['b'] }) === "{ code: 'A', names: ['b'] }"
 */
export function literalText(value: unknown, indent = 0): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const inner = indent + 2
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const members = Array.isArray(value)
    ? value.map(member => literalText(member, inner))
    : Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => `${keyText(key)}: ${literalText(member, inner)}`)
  if (members.length === 0) return `${open}${close}`
  const gap = Array.isArray(value) ? '' : ' '
  const line = `${open}${gap}${members.join(', ')}${gap}${close}`
  if (!line.includes('\n') && indent + line.length <= WIDTH - 30) return line
  const pad = ' '.repeat(inner)
  return `${open}\n${members.map(member => `${pad}${member},\n`).join('')}${' '.repeat(indent)}${close}`
}
