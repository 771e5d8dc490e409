import { resolve } from 'node:path'
import { importBaseMap } from './bake/base-map/import.ts'
import { loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { consoleLog, type Log, timed } from './lib/log.ts'
import { openArchive } from './lib/tiles/archive.ts'
import { storeMap } from './publish/base-map.ts'
import { realDisk, withDiskErrors } from './publish/disk.ts'
import { claimHome, homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME, homeOf } from './publish/home.ts'
import { withLock } from './publish/lock.ts'
import { settle } from './publish/switch.ts'

const usage = `npm run basemap -- FILE [--force NAME|PATH] [--home DIR] [--attribution TEXT]

Cuts the force's ground, with a margin, out of a file of map tiles and keeps it under the home: streets, water
and buildings stand under the maps of every later week, on pages, images and prints. FILE is .mbtiles or
.pmtiles in web mercator, with vector tiles (OS Open Zoomstack, OS Open Roads, OpenStreetMap) or pictures. The
same file again is nothing new (exit 2); a file that is none is refused (exit 3) and nothing changes.

  --force NAME|PATH   a module of pipeline/force, or the path of one; default west-midlands
  --home DIR          where the force keeps state; default .foresite
  --attribution TEXT  whose data it is, where the file does not say so`

/** What is cut, for whom, and where it goes. */
export interface BaseMapOptions {
  readonly file: string
  readonly force: string
  readonly home: string
  readonly attribution: string
  readonly log: Log
}

/** Takes a base map in; the exit code says whether anything is new. */
export async function takeBaseMap(options: BaseMapOptions): Promise<ExitCode> {
  const { file, attribution, log } = options
  const force = await loadForce(options.force)
  const home = await homeOfForce(options.home, force.settings.id, true)
  const archive = await openArchive(resolve(file))
  try {
    const places = homeOf(home)
    const stored = await withDiskErrors(home, () =>
      withLock(places, async () => {
        await claimHome(home, force.settings)
        const done = await timed(log, 'cut', () =>
          storeMap(places, realDisk, put => importBaseMap(archive, force, { put, attribution })),
        )
        if (done.isNew) await settle(places, realDisk, { log })
        return done
      }),
    )
    tell(stored, log)
    return stored.isNew ? EXIT.done : EXIT.nothingNew
  } finally {
    await archive.close()
  }
}

function tell(
  { made, hash, isNew }: Awaited<ReturnType<typeof storeMap>> & { made: Imported },
  log: Log,
): void {
  const { map, facts, streets, errorMetres } = made
  const zooms = `zoom ${facts.zooms[0]!.z} to ${facts.zooms.at(-1)!.z}`
  log.say(`${map.form} tiles (${map.format}), ${zooms}: ${facts.found} of the ${facts.needed} of this ground`)
  if (facts.gaps.length > 0)
    log.say(`no tile at zoom ${facts.gaps.join(', ')}: the map shows those of the zoom before`)
  if (map.layers.used.length > 0) log.say(`drawn: ${map.layers.used.join(', ')}`)
  if (map.layers.unused.length > 0) log.say(`not drawn: ${map.layers.unused.join(', ')}`)
  if (map.form === 'vector') log.say(`${streets.length} named roads for the search`)
  log.say(`streets stand within ${errorMetres.toFixed(3)} m of the force's coordinate system`)
  log.say(`source, on every map: ${map.attribution}`)
  log.say(
    isNew
      ? `base map ${hash}: the next weekly run draws it (the same extract again makes a correction with it)`
      : `nothing new: base map ${hash} is in use`,
  )
}

type Imported = Awaited<ReturnType<typeof importBaseMap>>

if (import.meta.main) {
  await runCommand({
    usage,
    options: {
      force: { type: 'string', default: 'west-midlands' },
      home: { type: 'string', default: DEFAULT_HOME },
      attribution: { type: 'string', default: '' },
    },
    run: async ({ force, home, attribution }, [file, ...more]) => {
      if (!file || more.length > 0)
        throw new PipelineError(
          'missing or too many: FILE',
          EXIT.failed,
          'give one file of tiles, see --help',
        )
      return takeBaseMap({ file, force, home, attribution, log: consoleLog })
    },
  })
}
