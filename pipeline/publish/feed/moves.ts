import { lstat, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ToldByCommand } from '../../lib/command.ts'
import { syncDirectory, writeNew } from '../../lib/files.ts'
import type { Entry, Inbox } from './inbox.ts'

/** Moves an extract that was published, or was known already, by one rename. Gives where it lies now. */
export async function moveDone(inbox: Inbox, entry: Entry): Promise<string> {
  return moveTo(inbox, entry, { folder: inbox.done, name: await freeName(inbox.done, entry.name) })
}

/**
 * Moves an extract that was refused, by one rename; its reason stands there before it, so that none is ever
 * without. Gives where it lies now.
 */
export async function moveRefused(
  inbox: Inbox,
  entry: Entry,
  { told, at }: { told: ToldByCommand; at: string },
): Promise<string> {
  const name = await freeName(inbox.refused, entry.name)
  const path = join(inbox.refused, `${name}.reason.txt`)
  // What a killed run wrote, whose extract did not follow.
  await rm(`${path}.next`, { force: true })
  await writeNew(`${path}.next`, reasonText(entry.name, { told, at }), 0o640)
  await rename(`${path}.next`, path)
  return moveTo(inbox, entry, { folder: inbox.refused, name })
}

function reasonText(name: string, { told, at }: { told: ToldByCommand; at: string }): string {
  const indented = (text: string) => text.replace(/^/gm, '  ')
  return [
    `Refused: ${name}, on ${at.slice(0, 10)} at ${at.slice(11, 16)} UTC. Nothing of it was published.`,
    `What is wrong, and where:\n${indented(told.message)}`,
    `What to do:\n${indented(told.remedy || 'ask the sender for the extract again')}`,
    'Then put the corrected extract into the inbox. Until then the last good week stays live.\n',
  ].join('\n\n')
}

async function moveTo(
  { root }: Inbox,
  { path }: Entry,
  { folder, name }: { folder: string; name: string },
): Promise<string> {
  await rename(path, join(folder, name))
  await syncDirectory(folder)
  await syncDirectory(root)
  return join(folder, name).slice(root.length + 1)
}

/** A name that nothing has yet in a folder: `x`, `x.2`, `x.3`; of a .zip `x.2.zip`. */
async function freeName(folder: string, name: string): Promise<string> {
  const [stem, end] = name.endsWith('.zip') ? [name.slice(0, -4), '.zip'] : [name, '']
  for (let i = 1; ; i++) {
    const free = i === 1 ? name : `${stem}.${i}${end}`
    const taken = await lstat(join(folder, free)).catch(() => undefined)
    if (!taken) return free
  }
}
