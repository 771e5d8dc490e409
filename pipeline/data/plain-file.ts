import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { EXIT, PipelineError } from '../lib/error.ts'

/** Never through a link, and never waiting for a writer: a pipe or a device opens at once and is refused. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Opens a plain file of an extract for reading, once; the caller closes it. What is read through the handle
 * is the same file to the end, whatever is put in its place.
 *
 * Throws `PipelineError` (exit 3) with `missing` when there is none, and with the file's name when it is a
 * link, a folder, a pipe, a device, or may not be read.
 */
export async function openPlain(
  path: string,
  { name, missing, remedy }: { name: string; missing: string; remedy?: string },
): Promise<{ handle: FileHandle; size: number }> {
  const handle = await open(path, FLAGS).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw refusal(missing, remedy)
    if (error.code === 'EACCES') throw refusal(`unreadable: no permission to read it (${name})`)
    throw refusal(`not-a-file: a link, a pipe or a device (${name})`)
  })
  const found = await handle.stat()
  if (found.isFile()) return { handle, size: found.size }
  await handle.close()
  throw refusal(`not-a-file: a folder, a pipe or a device (${name})`)
}

function refusal(message: string, remedy = 'ask the sender for the extract again'): PipelineError {
  return new PipelineError(message, EXIT.refusedData, remedy)
}
