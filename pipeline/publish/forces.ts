import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import { writeWhole } from '../lib/files.ts'

/** Folder of a home that holds several forces, each with a home of its own. */
const FORCES = 'forces'
/** File of a home that names its force. */
const OWNER = 'force.txt'

/**
 * The home of one force: `HOME/forces/ID` where HOME has a folder `forces`, else HOME itself.
 *
 * Throws `PipelineError` (exit 5) when several forces live there and none of them is named.
 *
 * @param force the force's id (`id` of its settings)
 * @param isNew whether a force that never ran here may be named
 */
export async function homeOfForce(root: string, force?: string, isNew = false): Promise<string> {
  const known = await readdir(join(root, FORCES)).catch(() => undefined)
  if (!known) return root
  if (force !== undefined && (isNew || known.includes(force))) return join(root, FORCES, force)
  const names = known.sort().join(', ') || 'none yet'
  throw new PipelineError(
    force === undefined ? `several forces live here (${root})` : `no such force here: ${force} (${root})`,
    EXIT.failed,
    `name one with --force: ${names}`,
  )
}

/** What a folder says of the force that it belongs to. */
type Owner = Readonly<{ id: string; marking: string }>

/**
 * Makes sure that a home is this force's: the first run writes its id and marking into `force.txt`, and no
 * other force's run is let in, so that weeks, keys and logs of two forces never mix. A home from before takes
 * the id of the next run.
 *
 * Throws `PipelineError` (exit 5) when the home is another force's.
 */
export async function claimHome(root: string, force: Owner): Promise<void> {
  await claim(join(root, OWNER), force, 'home')
}

/** The same for an inbox, which says so in a hidden file: extracts of two forces never mix. */
export async function claimInbox(root: string, force: Owner): Promise<void> {
  await claim(join(root, `.${OWNER}`), force, 'inbox')
}

async function claim(path: string, force: Owner, what: string): Promise<void> {
  const text = `${force.id}\n${force.marking}\n`
  const found = await ownerIn(path)
  if (found === text) return
  const owner = found?.split('\n')[0]
  if (owner === undefined || owner === force.id) return writeWhole(path, text, 0o640)
  throw new PipelineError(
    `this ${what} is another force's: ${owner}, not ${force.id} (${path})`,
    EXIT.failed,
    `give each force one of its own; if only its id was changed, correct the file`,
  )
}

/** The protective marking of what a home holds; of a home without one it may be high. */
export async function markingOf(root: string): Promise<string> {
  return (await ownerIn(join(root, OWNER)))?.split('\n')[1] || 'Handle as OFFICIAL-SENSITIVE'
}

async function ownerIn(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
