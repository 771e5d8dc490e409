import { realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { EXIT, PipelineError } from '../lib/error.ts'

const HERE = dirname(fileURLToPath(import.meta.url))
/** Write permission of the group and of everybody. */
const OTHERS_MAY_WRITE = 0o022

/** A force's module: what it exports, where it lies (its paths are relative to that), its name in errors. */
export interface ForceModule {
  readonly value: unknown
  readonly folder: string
  readonly source: string
}

/**
 * Reads the module of a force: by name one of this folder, by path any other. A module is code, so one that
 * lies elsewhere is read only if it belongs to the user or to root and nobody else may write it.
 *
 * Throws `PipelineError` (exit 5): no such module, not safe to run, does not load, exports nothing.
 */
export async function readModule(nameOrPath: string): Promise<ForceModule> {
  const own = !/[/\\]|\.[a-z]+$/.test(nameOrPath)
  const named = own ? resolve(HERE, `${nameOrPath}.ts`) : resolve(nameOrPath)
  const path = await realpath(named).catch(() => undefined)
  if (path === undefined) {
    const remedy = 'name a module of pipeline/force, such as west-midlands, or give the path of one'
    throw new PipelineError(`no such force: ${nameOrPath}`, EXIT.failed, remedy)
  }
  if (!own) await refuseUnsafe(path, nameOrPath)
  const module: { default?: unknown } = await import(pathToFileURL(path).href).catch((error: Error) => {
    throw broken(`the module of the force does not load: ${firstLine(error)} (${nameOrPath})`)
  })
  if (typeof module.default !== 'object' || module.default === null)
    throw broken(`the module of the force has no default export (${nameOrPath})`)
  return { value: module.default, folder: dirname(path), source: nameOrPath }
}

async function refuseUnsafe(path: string, source: string): Promise<void> {
  const { uid, mode } = await stat(path)
  const user = process.getuid?.() ?? uid
  if (uid !== user && uid !== 0) {
    throw new PipelineError(
      `the module of the force belongs to another user (${source})`,
      EXIT.failed,
      'it is code and runs as you: check it, then make it your own (chown)',
    )
  }
  if ((mode & OTHERS_MAY_WRITE) !== 0) {
    throw new PipelineError(
      `the module of the force may be written by others (${source})`,
      EXIT.failed,
      `it is code and runs as you: chmod go-w ${source}`,
    )
  }
}

function broken(message: string): PipelineError {
  return new PipelineError(message, EXIT.failed, 'see pipeline/force/README.md: how to write a force')
}

function firstLine(error: Error): string {
  return error.message.split('\n')[0]!.slice(0, 160)
}
