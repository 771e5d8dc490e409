import type { KeyObject } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { EXIT, PipelineError } from '../lib/error.ts'
import { sha256 } from '../lib/hash.ts'
import { inParallel } from '../lib/parallel.ts'
import { type ArchivedWeek, archivedWeeks } from './archive.ts'
import { type Link, linkOf, readChain } from './chain.ts'
import { realDisk } from './disk.ts'
import type { Home } from './home.ts'
import { fingerprint, isSigned, publicKey, signingKey } from './keys.ts'
import { MANIFEST, parseManifest, readPlain, SIGNATURE } from './manifest.ts'

/** An archived week whose manifest is signed by this home. Its files are another matter (`checkWeek`). */
export type SignedWeek = ArchivedWeek & Link

/** What stands in an archive. */
export interface Survey {
  /** Oldest first, corrections after what they correct. */
  readonly weeks: readonly SignedWeek[]
  /** Weeks that this home published and whose manifest cannot be used, with the reason. */
  readonly unreadable: readonly { readonly name: string; readonly what: string }[]
  /** Names of what this home never published. */
  readonly strangers: readonly string[]
  /** All weeks that were ever published, as the chain and the archive together know them. */
  readonly links: readonly Link[]
  /** Those of them that the chain has no line of yet. */
  readonly missing: readonly Link[]
}

/**
 * Looks at everything in the archive and changes nothing. A week that the chain knows by the hash of its
 * manifest is known; of any other the signature decides.
 *
 * Throws `PipelineError` (exit 5) when weeks are there and the keys are not those that signed them.
 */
export async function survey(home: Home): Promise<Survey> {
  const folders = await archivedWeeks(home.root)
  const chain = await readChain(home)
  const known = new Map(chain.map(link => [link.name, link]))
  const key = folders.length > 0 ? await publicKey(home) : undefined
  const weeks: SignedWeek[] = []
  const unreadable: { name: string; what: string }[] = []
  const strangers: string[] = (await entries(home)).filter(name => folders.every(week => week.name !== name))
  const looked = await inParallel(folders, week => look(week, known.get(week.name), key!))
  for (const [i, found] of looked.entries()) {
    const week = folders[i]!
    if (typeof found !== 'string') weeks.push({ ...week, ...found })
    else if (known.has(week.name) || found !== FOREIGN) unreadable.push({ name: week.name, what: found })
    else strangers.push(week.name)
  }
  if (key) await assertKeys(home, { weeks, key })
  const missing = weeks
    .filter(({ name, hash }) => known.get(name)?.hash !== hash)
    .map(({ sequence, name, runId, hash, signedBy, live }) => ({
      sequence,
      name,
      runId,
      hash,
      signedBy,
      live,
    }))
    .sort((a, b) => a.sequence - b.sequence)
  return { weeks, unreadable, strangers, links: [...chain, ...missing], missing }
}

/** The line that was published last: the one with the highest sequence number. */
export function headOf(links: readonly Link[]): Link | undefined {
  return links.reduce<Link | undefined>(
    (head, next) => (head && head.sequence > next.sequence ? head : next),
    undefined,
  )
}

const FOREIGN = 'not signed with the key of this home'

/** What a week's manifest says of it, or why it says nothing. */
async function look(week: ArchivedWeek, known: Link | undefined, key: KeyObject): Promise<Link | string> {
  try {
    const bytes = await readPlain(week.folder, MANIFEST)
    if (known && known.hash === sha256(bytes)) return known
    const signature = await readPlain(week.folder, SIGNATURE)
    if (!isSigned(key, bytes, signature.toString())) return FOREIGN
    const read = parseManifest(bytes, week.name)
    if (read.manifest.name === week.name) return linkOf(read)
    return known ? `names another week: ${read.manifest.name}` : FOREIGN
  } catch (error) {
    return known ? (error as Error).message : FOREIGN
  }
}

async function assertKeys(
  home: Home,
  { weeks, key }: Pick<Survey, 'weeks'> & { key: KeyObject },
): Promise<void> {
  const print = fingerprint(key)
  const newest = headOf(weeks)
  const foreign = newest?.signedBy !== print
  const own = fingerprint(await signingKey(home, realDisk, true))
  if (!foreign && own === print) return
  throw new PipelineError(
    foreign
      ? `not the key that signed this archive: publish.pub (${home.keys})`
      : `two keys that do not belong together: publish.key and publish.pub (${home.keys})`,
    EXIT.failed,
    'restore keys/ from its backup; where nothing was ever published, move away what archive/ holds',
  )
}

async function entries({ archive }: Home): Promise<string[]> {
  return readdir(archive).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}
