import { archivedWeeks, readPrivate } from './archive.ts'

/**
 * A private file of the last `weeks` archived weeks before `week` (the last correction of each), newest
 * first.
 */
export async function pastFiles(
  root: string,
  file: string,
  range: { before: string; weeks: number },
): Promise<string[]> {
  const archived = (await archivedWeeks(root)).filter(({ week }) => week < range.before)
  const last = new Map(archived.map(({ week, name }) => [week, name]))
  const names = [...last.values()].slice(-range.weeks).reverse()
  const texts = await Promise.all(names.map(async name => (await readPrivate(root, name, file))?.toString()))
  return texts.filter(text => text !== undefined)
}
