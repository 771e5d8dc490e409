import { access, chmod, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadForce } from './force/load.ts'
import { runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { homeOfForce, markingOf } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { DEPLOYMENTS } from './publish/server/deployment.ts'
import type { Deployment, Listener } from './publish/server/web-server.ts'

const usage = `npm run deploy -- --print nginx|apache|systemd [--home DIR] [--force ID] [--areas HOST:PORT]
                  [--people HOST:PORT] [--out DIR]

Prints what the force's own server needs to serve both sites of a home (nginx, apache), or to run every week
by itself and to start with the machine (systemd: services, timers, rotation of the logs). At the head of each
stands what root does once, ready to run: users, folders, a certificate to begin with, passwords and units.

  --home DIR          the home; default .foresite. It may be new: pages then say that no week is published
  --force ID          which force, where several live in the home; or the path of its module: its marking and
                      retention are taken
  --areas HOST:PORT   the name and port of the areas site; default foresite-areas.example:8443
  --people HOST:PORT  those of the people site; default foresite-people.example:8444
  --out DIR           writes files instead: one for each site (each run by a user of its own), or one for each
                      service and timer

Printed to the screen, nginx and apache hold both sites in one server, which one user runs: that of people.
Written with --out there is a server for each site, and that of areas cannot read people: take this one.`

const PROJECT = fileURLToPath(new URL('..', import.meta.url))

/** Signs that mean nothing to a shell, to systemd or to a web server's configuration. */
const PLAIN_PATH = /^[A-Za-z0-9/._-]+$/

interface Asked {
  readonly home: string
  readonly force?: string | undefined
  readonly areas: string
  readonly people: string
}

async function deploymentOf(asked: Asked): Promise<Deployment> {
  const root = resolve(asked.home)
  const { id, settings } = await forceOf(root, asked.force)
  const home = await homeOfForce(root, id, true)
  for (const path of [home, PROJECT])
    if (!PLAIN_PATH.test(path))
      throw new PipelineError(
        `not a path for a server's configuration: ${path}`,
        EXIT.failed,
        'choose one of letters, digits, / . _ and -',
      )
  return {
    server: {
      name: home === root ? 'foresite' : `foresite-${id}`,
      home,
      marking: settings?.marking ?? (await markingOf(home)),
      areas: listenerOf('--areas', asked.areas),
      people: listenerOf('--people', asked.people),
    },
    project: PROJECT.replace(/\/$/, ''),
    node: process.execPath,
    force: asked.force?.includes('/') ? resolve(asked.force) : asked.force,
    keepWeeks: settings?.retention.weeks ?? 520,
  }
}

/** A force that has run in the home is known by its id; of any other the module is read. */
async function forceOf(root: string, force: string | undefined) {
  if (force === undefined) return {}
  const known = await access(join(root, 'forces', force)).then(
    () => true,
    () => false,
  )
  if (known) return { id: force }
  const { settings } = await loadForce(force)
  return { id: settings.id, settings }
}

function listenerOf(option: string, text: string): Listener {
  const [, host = '', port = ''] = /^([A-Za-z0-9.-]+):(\d{1,5})$/.exec(text) ?? []
  if (host && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) }
  throw new PipelineError(
    `not a host name and a port: ${text} (${option})`,
    EXIT.failed,
    'for example foresite-people.example:8444',
  )
}

/** Folders above the home that other users may not pass: a server would find nothing. */
async function closedAbove(home: string): Promise<string[]> {
  const closed: string[] = []
  for (let at = dirname(home); at !== dirname(at); at = dirname(at)) {
    const mode = await stat(at).then(
      facts => facts.mode,
      () => 0o755,
    )
    if ((mode & 0o001) === 0) closed.push(at)
  }
  return closed
}

async function print(kind: string, deployment: Deployment, out: string | undefined): Promise<ExitCode> {
  const make = Object.hasOwn(DEPLOYMENTS, kind) ? DEPLOYMENTS[kind as keyof typeof DEPLOYMENTS] : undefined
  if (!make)
    throw new PipelineError(
      `nothing of this name can be printed: ${kind}`,
      EXIT.failed,
      `choose one of ${Object.keys(DEPLOYMENTS).join(', ')}`,
    )
  for (const folder of await closedAbove(deployment.server.home))
    process.stderr.write(
      `${folder} lets no other user pass: choose a --home such as /srv/foresite, or chmod o+x it\n`,
    )
  if (out === undefined) process.stdout.write(make.whole(deployment))
  else {
    const made = await mkdir(out, { recursive: true })
    if (made !== undefined) await chmod(made, 0o755)
    for (const [name, text] of make.files(deployment)) {
      await writeFile(join(out, name), text)
      // Each is read by a user of its own, and none holds a secret.
      await chmod(join(out, name), 0o644)
      process.stdout.write(`${join(out, name)}\n`)
    }
  }
  return EXIT.done
}

await runCommand({
  usage,
  options: {
    print: { type: 'string' },
    home: { type: 'string', default: DEFAULT_HOME },
    force: { type: 'string' },
    areas: { type: 'string', default: 'foresite-areas.example:8443' },
    people: { type: 'string', default: 'foresite-people.example:8444' },
    out: { type: 'string' },
  },
  run: async ({ print: kind, out, ...options }) => {
    if (kind === undefined)
      throw new PipelineError('missing option: --print nginx|apache|systemd', EXIT.failed, 'see --help')
    return print(kind, await deploymentOf(options), out)
  },
})
