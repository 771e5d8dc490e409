/** How many pages a PDF has, as its own tree of pages says. */
export function pagesOf(pdf: Uint8Array): number {
  const text = Buffer.from(pdf).toString('latin1')
  return Math.max(...Array.from(text.matchAll(/\/Count (\d+)/g), ([, count]) => Number(count)))
}
