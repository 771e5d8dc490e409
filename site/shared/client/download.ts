/**
 * A file name that carries the marking.
 * @example fileName('OFFICIAL', ['knife', '2026-W47'], 'csv') === 'OFFICIAL_knife_2026-W47.csv'
 */
export function fileName(marking: string, parts: readonly string[], ending: string): string {
  const clean = (part: string) => part.replace(/[^A-Za-z0-9-]+/g, '-')
  return `${[marking, ...parts].map(clean).join('_')}.${ending}`
}

/** Hands a CSV text to the reader as a file. */
export function download(name: string, text: string): void {
  save(name, new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }))
}

/** Hands bytes to the reader as a file. */
export function save(name: string, bytes: Blob): void {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
