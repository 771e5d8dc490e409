import type { Log } from '../lib/log.ts'
import { type ArchivedWeek, archivedWeeks, readPrivate } from './archive.ts'

/** The archived weeks before a week, newest first: of each its last correction. */
export async function pastWeeks(root: string, before: string): Promise<ArchivedWeek[]> {
  const archived = (await archivedWeeks(root)).filter(({ week }) => week < before)
  return [...new Map(archived.map(week => [week.week, week])).values()].reverse()
}

/**
 * A private file of the last `weeks` archived weeks before `before`, newest first. A week in which it cannot
 * be read is named in the log and left out.
 *
 * @param range.from the newest week to be read, by its name; default the last one
 */
export async function pastFiles(
  root: string,
  file: string,
  range: { before: string; weeks: number; from?: string | undefined; log: Log },
): Promise<string[]> {
  const past = await pastWeeks(root, range.before)
  const from = Math.max(
    past.findIndex(({ name }) => name === range.from),
    0,
  )
  const read = past.slice(from, from + range.weeks).map(({ name }) =>
    readPrivate(root, name, file).catch((error: Error) => {
      leftOut(range.log, name, error)
    }),
  )
  return (await Promise.all(read)).flatMap(bytes => (bytes ? [bytes.toString()] : []))
}

/** Says that an archived week is damaged: nothing else depends on it. */
export function leftOut(log: Log, week: string, { message }: Error): void {
  log.say(`${week} is damaged and left out: ${message}; see verify`)
}
