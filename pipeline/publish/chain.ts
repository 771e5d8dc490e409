import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { canonicalJson } from '../lib/hash.ts'
import type { Disk } from './disk.ts'
import type { Home } from './home.ts'
import type { ReadManifest } from './manifest.ts'

const Link = z.strictObject({
  sequence: z.number().int().positive(),
  name: z.string(),
  runId: z.string(),
  /** SHA-256 of the week's manifest. */
  hash: z.string(),
  signedBy: z.string(),
  live: z.string(),
})

/** One published week as `log/chain.jsonl` has it: what of its manifest is needed to know it again. */
export type Link = Readonly<z.infer<typeof Link>>

/** The line of a manifest in the chain. */
export function linkOf({ manifest, hash }: ReadManifest): Link {
  const { sequence, name, runId, signedBy, live } = manifest
  return { sequence, name, runId, hash, signedBy, live }
}

/**
 * All published weeks in the order of their lines. The chain is a memory, no proof: what a killed run left of
 * a line is passed over, and every line is held against the signed manifest before it counts.
 */
export async function readChain(home: Home): Promise<Link[]> {
  const text = await readFile(home.chain, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap(line => {
    const link = Link.safeParse(parsed(line))
    return link.success ? [link.data] : []
  })
}

/** Adds lines to the chain, durably. */
export async function appendToChain(home: Home, disk: Disk, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return
  await disk.makeDirectory(home.log, 0o700)
  // The empty line ends whatever a killed run left.
  const broken = (await readFile(home.chain, 'utf8').catch(() => '\n')).endsWith('\n') ? '' : '\n'
  await disk.append(home.chain, broken + links.map(link => `${canonicalJson(link)}\n`).join(''))
  await disk.syncDirectory(home.log)
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
