import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { canonicalJson } from '../lib/hash.ts'
import { realDisk } from './disk.ts'
import type { Home } from './home.ts'

const Checks = z.record(
  z.string().regex(/^\d{4}-W\d{2}(\.\d+)?$/),
  z.strictObject({
    /** UTC, ISO 8601. */
    at: z.iso.datetime(),
    faults: z.number().int(),
  }),
)

/** What the last `verify` of each week found, by the week's name. */
export type Checks = Readonly<z.infer<typeof Checks>>

/** What the last checks found; nothing where there were none, or where they cannot be read. */
export async function lastChecks(home: Home): Promise<Checks> {
  const text = await readFile(checksPath(home), 'utf8').catch(() => '{}')
  const checks = Checks.safeParse(parsed(text))
  return checks.success ? checks.data : {}
}

/** Keeps what a check found of each week, beside what is known of the others. */
export async function rememberChecks(
  home: Home,
  audits: readonly { readonly name: string; readonly findings: readonly unknown[] }[],
  at: string,
): Promise<void> {
  const found = audits.map(({ name, findings }) => [name, { at, faults: findings.length }] as const)
  const path = checksPath(home)
  await realDisk.remove(`${path}.next`)
  await realDisk.write(
    `${path}.next`,
    canonicalJson({ ...(await lastChecks(home)), ...Object.fromEntries(found) }),
    0o600,
  )
  await realDisk.rename(`${path}.next`, path)
}

function checksPath({ log }: Home): string {
  return join(log, 'checks.json')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
