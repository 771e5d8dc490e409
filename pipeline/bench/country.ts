import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { $ } from 'zx'
import { EXIT, PipelineError } from '../lib/error.ts'
import { auditArchive } from '../publish/audit.ts'
import { auditHome } from '../publish/audit-home.ts'
import { homeOfForce } from '../publish/forces.ts'
import type { MeasuredScale } from './table.ts'
import { measureFloor, measureWeek } from './week.ts'

/**
 * The weeks of several invented forces of a scale, one after another in one home, each from an extract of its
 * own that is removed when its week is published. Each home is verified when all are done.
 */
export async function measureCountry(
  scale: string,
  { folder, forces }: { folder: string; forces: number },
): Promise<MeasuredScale> {
  const work = await mkdtemp(join(folder, 'country-'))
  const root = join(work, 'home')
  await mkdir(join(root, 'forces'), { recursive: true })
  const weeks = []
  let floor: MeasuredScale['floor'] | undefined
  for (let i = 1; i <= forces; i++) {
    const id = `force-${String(i).padStart(2, '0')}`
    const [force, extract] = [await writeForce(work, id), join(work, 'extract')]
    await makeExtract(extract, scale, i)
    floor ??= await measureFloor(extract, work)
    const home = await homeOfForce(root, id, true)
    weeks.push({
      ...(await measureWeek(extract, { name: `whole week of ${id}`, home, root, force })),
      stages: [],
    })
    for (const made of [extract, `${extract}-truth`]) await rm(made, { recursive: true, force: true })
  }
  for (let i = 1; i <= forces; i++)
    await refuseFaulty(await homeOfForce(root, `force-${String(i).padStart(2, '0')}`))
  return { of: `${forces} forces of scale ${scale}`, floor: floor!, weeks }
}

/** The default force under another name: where it was and how it writes are the same. */
async function writeForce(folder: string, id: string): Promise<string> {
  const own = new URL('../force/west-midlands.ts', import.meta.url)
  const path = join(folder, `${id}.ts`)
  const text = `import force from '${pathToFileURL(fileURLToPath(own)).href}'
const path = '${fileURLToPath(new URL('../../public/outlines/west-midlands.geojson', import.meta.url))}'
export default { ...force, id: '${id}', name: '${id}', boundary: { ...force.boundary, path } }
`
  await writeFile(path, text, { mode: 0o600 })
  return path
}

async function makeExtract(out: string, scale: string, seed: number): Promise<void> {
  const command = fileURLToPath(new URL('../extract.ts', import.meta.url))
  await $({ quiet: true })`${process.execPath} ${command} --out ${out} --scale ${scale} --seed ${seed}`
}

async function refuseFaulty(home: string): Promise<void> {
  const faults = [
    ...(await auditArchive(home)).flatMap(({ findings }) => findings),
    ...(await auditHome(home)),
  ]
  if (faults.length > 0) throw new PipelineError(`does not verify: ${faults[0]!.what} (${home})`, EXIT.failed)
}
