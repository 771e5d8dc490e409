import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { random } from '../../pipeline/lib/seed.ts'
import { type Disk, realDisk } from '../../pipeline/publish/disk.ts'

/** One change of the disk: the method's name and what it was called with. */
interface Change {
  readonly name: keyof Disk
  readonly values: readonly unknown[]
}

/** A disk that does what it is told and remembers it. */
export function recordingDisk(): { disk: Disk; changes: Change[] } {
  const changes: Change[] = []
  const wrap = (name: keyof Disk) => {
    const method = realDisk[name] as (...values: unknown[]) => Promise<void>
    return async (...values: unknown[]) => {
      await method(...values)
      changes.push({ name, values })
    }
  }
  const disk = Object.fromEntries(Object.keys(realDisk).map(name => [name, wrap(name as keyof Disk)]))
  return { disk: disk as unknown as Disk, changes }
}

/** What must be synced for a change to last: the folder whose entry it changes, or what it changes itself. */
function syncedBy({ name, values }: Change): string {
  if (name === 'chmod' || name === 'chgrp') return String(values[0])
  const path = name === 'link' || name === 'symlink' || name === 'rename' ? values[1] : values[0]
  return dirname(String(path))
}

/**
 * What is on a disk after a loss of power at a moment: the changes before it whose folder was synced after
 * them, and of the others any, whatever their order. What a file holds is there once its entry is, for it was
 * synced.
 *
 * @param move leads a path of the recorded home to the one that is made
 */
export async function replay(
  changes: readonly Change[],
  { until, seed, move }: { until: number; seed: number; move: (path: string) => string },
): Promise<void> {
  const chance = random(seed, 'power')
  const done = changes.slice(0, until)
  const synced = new Map<string, number>()
  for (const [i, { name, values }] of done.entries())
    if (name === 'syncDirectory') synced.set(String(values[0]), i)
  for (const [i, change] of done.entries()) {
    if (change.name === 'syncDirectory') continue
    const isSafe = (synced.get(syncedBy(change)) ?? -1) > i
    if (isSafe || chance.next() < 0.5) await apply(change, move).catch(ifLost)
  }
}

async function apply({ name, values }: Change, move: (path: string) => string): Promise<void> {
  const isPath = (i: number) => i === 0 || (i === 1 && ['link', 'symlink', 'rename'].includes(name))
  const moved = values.map((value, i) => (isPath(i) && typeof value === 'string' ? move(value) : value))
  if (name === 'write' || name === 'append') mkdirSync(dirname(String(moved[0])), { recursive: true })
  await (realDisk[name] as (...values: unknown[]) => Promise<void>)(...moved)
}

/** What stands on something that was lost is lost too. */
function ifLost(error: NodeJS.ErrnoException): void {
  if (!['ENOENT', 'EEXIST', 'ENOTEMPTY'].includes(error.code ?? '')) throw error
}
