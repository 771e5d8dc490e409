type Attributes = Readonly<Record<string, string | number>>

/** Text as it may stand in SVG; characters that XML forbids are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}

/** One SVG element with its attributes escaped. `inner` is SVG already. */
export function element(name: string, attributes: Attributes, inner = ''): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
  return `<${name}${pairs.join('')}>${inner}</${name}>`
}

/** A line of text with its left end (or `text-anchor`) at a point. */
export function textAt(
  [x, y]: readonly [number, number],
  words: string,
  attributes: Attributes = {},
): string {
  return element('text', { x, y, ...attributes }, escapeXml(words))
}
