import { hash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, PipelineError } from '../lib/error.ts'
import { syncDirectory } from '../lib/files.ts'
import type { Home } from './home.ts'

/** Keys of people by pseudonym: 32 random bytes each. */
export type PersonKeys = ReadonlyMap<string, Buffer>

const FILE = 'persons'
const HEAD = Buffer.from('foresite person keys, 64 bytes each: pseudonym, key, check\n'.padEnd(64, '\n'))
/**
 * Bytes of a slot: 16 of the pseudonym, 32 of the key, 16 of a check. A slot never crosses a sector of the
 * disk, so that it is there whole or not at all.
 */
const SLOT = 64
/** Where the pseudonym ends, and where the key does. */
const [NAME, CHECKED] = [16, 48]
const EMPTY = Buffer.alloc(SLOT)

/**
 * All keys in `keys/persons`, without any care for what was disposed of since: `personKeys` of
 * `disposals.ts` is the way in. No file, no key. A slot of zeros is a key that was destroyed.
 *
 * Throws `PipelineError` (exit 5) when the file is damaged.
 */
export async function readPersonKeys({ keys }: Home): Promise<Map<string, Buffer>> {
  const bytes = await readFile(join(keys, FILE)).catch(ifMissing)
  const found = new Map<string, Buffer>()
  if (bytes === undefined) return found
  if (!bytes.subarray(0, SLOT).equals(HEAD)) throw damaged(keys, 'head')
  for (let at = SLOT; at + SLOT <= bytes.length; at += SLOT) {
    const slot = bytes.subarray(at, at + SLOT)
    if (slot.equals(EMPTY)) continue
    if (checkOf(slot) !== slot.toString('latin1', CHECKED)) throw damaged(keys, `slot ${at / SLOT}`)
    found.set(slot.toString('hex', 0, NAME), slot.subarray(NAME, CHECKED))
  }
  return found
}

/**
 * Adds a new random key for each pseudonym that has none, durably, at the end of the file: nothing is sealed
 * under a key before the key is on the disk. Returns the new keys.
 */
export async function addPersonKeys(home: Home, pseudonyms: readonly string[]): Promise<PersonKeys> {
  const names = [...new Set(pseudonyms)]
  if (names.length === 0) return new Map()
  const slots = newSlots(names)
  await mkdir(home.keys, { recursive: true, mode: 0o700 })
  await withKeyFile(home, 'a+', async file => {
    const { size } = await file.stat()
    // What a killed run left behind its last whole slot is cut off.
    const whole = size - (size % SLOT)
    if (whole < size) await file.truncate(whole)
    await file.appendFile(whole === 0 ? Buffer.concat([HEAD, slots]) : slots)
  })
  await syncDirectory(home.keys)
  const keyAt = (i: number) => slots.subarray(i * SLOT + NAME, i * SLOT + CHECKED)
  return new Map(names.map((name, i) => [name, keyAt(i)]))
}

/**
 * Overwrites the slots of these pseudonyms with zeros, in place, so that no older copy of the file is left
 * behind. Returns how many were there.
 */
export async function destroyPersonKeys(home: Home, pseudonyms: ReadonlySet<string>): Promise<number> {
  const bytes = await readFile(join(home.keys, FILE)).catch(ifMissing)
  if (bytes === undefined) return 0
  const places: number[] = []
  for (let at = SLOT; at + SLOT <= bytes.length; at += SLOT) {
    if (pseudonyms.has(bytes.toString('hex', at, at + 16))) places.push(at)
  }
  if (places.length > 0) {
    await withKeyFile(home, 'r+', async file => {
      for (const at of places) await file.write(EMPTY, 0, SLOT, at)
    })
  }
  return places.length
}

async function withKeyFile({ keys }: Home, flags: string, use: (file: FileHandle) => Promise<void>) {
  const file = await open(join(keys, FILE), flags, 0o600)
  try {
    await use(file)
    await file.sync()
  } finally {
    await file.close()
  }
}

function newSlots(names: readonly string[]): Buffer {
  const slots = randomBytes(names.length * SLOT)
  for (const [i, name] of names.entries()) {
    const slot = slots.subarray(i * SLOT, (i + 1) * SLOT)
    slot.write(name, 0, NAME, 'hex')
    slot.write(checkOf(slot), CHECKED, 'latin1')
  }
  return slots
}

/** The check of a slot's pseudonym and key: the first bytes of a hash, one character each. */
function checkOf(slot: Buffer): string {
  return hash('sha256', slot.subarray(0, CHECKED), 'binary').slice(0, SLOT - CHECKED)
}

function damaged(keys: string, where: string): PipelineError {
  const remedy = 'restore the file from its backup; what was disposed of since is destroyed again at once'
  return new PipelineError(`damaged: ${where} (${join(keys, FILE)})`, EXIT.failed, remedy)
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
