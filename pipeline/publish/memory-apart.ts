import { inWorkers } from '../lib/workers.ts'
import type { RunMemory } from './memory.ts'
import { YOUNG_MEGABYTES } from './pack-work.ts'
import type { SealedPeople } from './people-week.ts'

/** What a thread is told to seal. */
export interface MemoryWork {
  readonly home: string
  readonly revision: string
  readonly run: RunMemory
}

/**
 * Seals what a week keeps of people for later runs on a thread that gives way to the run.
 *
 * Throws what `sealMemory` throws.
 *
 * @returns path in the week → bytes
 */
export async function sealMemoryApart(home: string, revision: string, run: RunMemory): Promise<SealedPeople> {
  const script = new URL('./memory-worker.ts', import.meta.url)
  const work = { home, revision, run }
  const [sealed] = await inWorkers<MemoryWork, Record<string, Uint8Array>>(script, [work], YOUNG_MEGABYTES)
  return Object.fromEntries(Object.entries(sealed!).map(([path, bytes]) => [path, bufferOf(bytes)]))
}

/** A buffer comes from another thread as plain bytes. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
