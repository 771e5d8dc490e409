import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Product } from '../../pipeline/publish/server/headers.ts'
import { publishWeek } from '../../pipeline/publish/week.ts'
import { temporaryFolder, testFolder } from '../publish/sites.ts'
import { servedWeek } from './week.ts'

/** The users that an administrator lays down, and what each is granted. */
const USERS = {
  anna: 'unit:BE',
  bert: 'unit:CV',
  both: 'unit:BE,unit:CV',
  chief: 'all-units',
  olga: 'oversight',
  stranger: undefined,
  // Names that a server could take for something else.
  default: undefined,
  all: undefined,
  hostnames: 'unit:all',
} as const

const PROJECT = new URL('../..', import.meta.url).pathname
/** Debian's packages put their programs where only root looks. */
export const env: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${process.env.PATH}:/usr/sbin`,
  TZ: 'America/New_York',
}

/** What is printed for a home, and set up as its head says, on this very machine. */
export interface Machine {
  readonly kind: 'nginx' | 'apache'
  /** `foresite-ID`: accounts, services and folders bear it. */
  readonly name: string
  readonly home: string
  /** Folder of the written configurations. */
  readonly folder: string
  readonly ports: Readonly<Record<Product, number>>
  /** Both servers' own output so far. */
  told(): string
  publish(week: string): Promise<void>
  /** Starts the server of each site as its own user. */
  start(): void
  /** Starts one server for what a whole text configures, as the user of people. */
  startWhole(text: string): void
  /** Stops the servers and takes away users and folders. */
  clear(): Promise<void>
}

/** Sets a machine up from what is printed, with the lines for root run as they stand there. */
export async function setUp(
  kind: Machine['kind'],
  ports: Machine['ports'],
  before: (home: string) => Promise<void> = async () => {},
): Promise<Machine> {
  const id = `t${process.pid.toString(36)}${kind[0]}`
  const name = `foresite-${id}`
  const [root, folder] = [temporaryFolder('homes'), temporaryFolder('printed')]
  for (const path of [testFolder, root, folder]) chmodSync(path, 0o755)
  const home = join(root, 'forces', id)
  mkdirSync(home, { recursive: true })
  await before(home)
  printTo(folder, kind, { root, id, ports })
  const text = readFileSync(join(folder, `${kind}-people.conf`), 'utf8')
  execFileSync('sh', ['-e'], { input: commandsOf(text), env, stdio: ['pipe', 'ignore', 'inherit'] })
  writeUsers(name)
  const servers: ChildProcess[] = []
  const said: string[] = []
  return {
    ...{ kind, name, home, folder, ports },
    told: () => said.join(''),
    publish: week => publishAs(name, home, week),
    start: () => {
      for (const product of ['areas', 'people'] as const) {
        const file = join(folder, `${kind}-${product}.conf`)
        servers.push(startServer(kind, { user: `${name}-${product}`, file }, text => said.push(text)))
      }
    },
    startWhole: text => {
      const file = join(folder, 'whole.conf')
      writeFileSync(file, text)
      servers.push(startServer(kind, { user: `${name}-people`, file }, text => said.push(text)))
    },
    clear: async () => {
      await Promise.all(servers.map(stop))
      clear(name)
    },
  }
}

interface Printing {
  readonly root: string
  readonly id: string
  readonly ports: Machine['ports']
}

export function printTo(folder: string, kind: string, printing: Printing): void {
  print(kind, printing, ['--out', folder])
}

/** What is printed to the screen: both sites in one. */
export function printWhole({ kind, home, name, ports }: Machine): string {
  return print(kind, { root: join(home, '../..'), id: name.replace('foresite-', ''), ports })
}

function print(kind: string, { root, id, ports }: Printing, more: readonly string[] = []): string {
  const hosts = ['--areas', `areas.test:${ports.areas}`, '--people', `people.test:${ports.people}`]
  const args = ['--print', kind, '--home', root, '--force', id, ...hosts, ...more]
  return execFileSync(process.execPath, ['pipeline/deploy.ts', ...args], { encoding: 'utf8' })
}

/** What root does once: the lines that the head of a printed file marks. */
function commandsOf(text: string): string {
  return [...text.matchAll(/^#\$ (.*)$/gm)].map(([, line]) => line).join('\n')
}

function writeUsers(name: string): void {
  for (const user of Object.keys(USERS))
    execFileSync('htpasswd', ['-bB', `/etc/${name}/passwords`, user, `secret-${user}`], { stdio: 'ignore' })
  const lines = Object.entries(USERS).map(([user, grants]) => grants && `user:${user} ${grants};\n`)
  writeFileSync(`/etc/${name}/units`, lines.filter(Boolean).join(''), { flag: 'a' })
}

/** Runs a command as one of the users, with the groups that it was given. */
export function as(user: string, command: readonly string[]): string[] {
  return ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups', ...command]
}

function startServer(
  kind: Machine['kind'],
  { user, file }: { user: string; file: string },
  say: (text: string) => void,
): ChildProcess {
  const [program, ...rest] =
    kind === 'nginx'
      ? as(user, ['nginx', '-e', 'stderr', '-c', file, '-g', 'daemon off;'])
      : as(user, ['apache2', '-f', file, '-DFOREGROUND'])
  const server = spawn(program!, rest, {
    // As the printed services do for Apache; nginx is told by its configuration.
    env: kind === 'apache' ? { ...env, TZ: 'UTC' } : env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [server.stdout, server.stderr]) stream.on('data', data => say(String(data)))
  return server
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
}

/** Publishes as the user of the weekly run, where that user can read this project; else as root. */
async function publishAs(name: string, home: string, week: string): Promise<void> {
  const [test, ...args] = as(name, ['test', '-r', join(PROJECT, 'package.json')])
  if (spawnSync(test!, args).status !== 0) {
    await publishWeek(servedWeek(home, week))
    return
  }
  const [program, ...rest] = as(name, [process.execPath, 'tests/servers/publish-as.ts', home, week])
  const { FORESITE_TEST_FOLDER: _, ...own } = env
  // A mask that would keep everybody out: what is published must be open to its readers all the same.
  const masked = ['-c', 'umask 077 && exec "$@"', 'sh', program!, ...rest]
  execFileSync('sh', masked, { cwd: PROJECT, env: own, stdio: ['ignore', 'ignore', 'inherit'] })
}

function clear(name: string): void {
  // What root laid down in this project goes back to whose it is.
  spawnSync('chown', ['-R', '--reference=package.json', '.astro'], { cwd: PROJECT })
  for (const user of [`${name}-people`, `${name}-areas`, name]) {
    spawnSync('userdel', [user], { env })
    spawnSync('groupdel', [user], { env })
  }
  spawnSync('groupdel', [`${name}-inbox`], { env })
  for (const path of [
    `/etc/${name}`,
    `/var/lib/${name}-areas`,
    `/var/lib/${name}-people`,
    `/var/spool/${name}`,
  ])
    rmSync(path, { recursive: true, force: true })
}
