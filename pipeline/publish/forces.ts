import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import { writeNew } from '../lib/files.ts'

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

/**
 * Makes sure that a home is this force's: the first run writes its id and marking into `force.txt`, and no
 * other force's run is let in, so that weeks, keys and logs of two forces never mix. A home from before takes
 * the id of the next run.
 *
 * Throws `PipelineError` (exit 5) when the home is another force's.
 */
export async function claimHome(root: string, force: { id: string; marking: string }): Promise<void> {
  const path = join(root, OWNER)
  const text = `${force.id}\n${force.marking}\n`
  const found = await ownerOf(root)
  if (found === text) return
  const owner = found?.split('\n')[0]
  if (owner === undefined || owner === force.id) {
    await rm(`${path}.new`, { force: true })
    await writeNew(`${path}.new`, text, 0o640)
    return rename(`${path}.new`, path)
  }
  throw new PipelineError(
    `this home is another force's: ${owner}, not ${force.id} (${path})`,
    EXIT.failed,
    'give each force a home of its own; if only its id was changed, correct the file',
  )
}

/** The protective marking of what a home holds; of a home without one it may be high. */
export async function markingOf(root: string): Promise<string> {
  return (await ownerOf(root))?.split('\n')[1] || 'Handle as OFFICIAL-SENSITIVE'
}

async function ownerOf(root: string): Promise<string | undefined> {
  return readFile(join(root, OWNER), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
