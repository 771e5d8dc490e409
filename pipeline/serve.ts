import { once } from 'node:events'
import { resolve } from 'node:path'
import { portOf, runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { consoleLog, type Log } from './lib/log.ts'
import { homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { apacheConfig } from './publish/server/apache.ts'
import { nginxConfig } from './publish/server/nginx.ts'
import { startServers } from './publish/server/servers.ts'
import { type WebServer, webServerOf } from './publish/server/web-server.ts'

const usage = `npm run serve -- [--home DIR] [--force ID] [--port N] [--print nginx|apache]

Serves the published sites on this machine only, with the headers of production: areas on N (4321), people on
N + 1, with a token in the address that is printed. Every request is written to HOME/log. Ends with Ctrl+C.

  --force ID            which force, where several live in the home
  --print nginx|apache  prints the configuration of a production web server for this home instead, and ends`

const CONFIGURATIONS: Record<string, (server: WebServer) => string> = {
  nginx: nginxConfig,
  apache: apacheConfig,
}

/** Serves what is live in a home, says both addresses, and ends cleanly on an interrupt. */
export async function serveUntilStopped(options: {
  home: string
  port: number
  log: Log
}): Promise<ExitCode> {
  const servers = await startServers(options)
  options.log.say(`areas   ${servers.areas}\npeople  ${servers.signIn}`)
  options.log.say(
    'The address of people signs you in: do not pass it on. In production the web server asks each user.',
  )
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await servers.close()
  return EXIT.done
}

function printConfiguration(kind: string, home: string): ExitCode {
  const configuration = Object.hasOwn(CONFIGURATIONS, kind) ? CONFIGURATIONS[kind] : undefined
  if (!configuration)
    throw new PipelineError(`no such web server: ${kind}`, EXIT.failed, 'choose nginx or apache')
  process.stdout.write(configuration(webServerOf(home)))
  return EXIT.done
}

if (import.meta.main) {
  await runCommand({
    usage,
    options: {
      home: { type: 'string', default: DEFAULT_HOME },
      force: { type: 'string' },
      port: { type: 'string', default: '4321' },
      print: { type: 'string' },
    },
    run: async ({ home: root, force, port, print }) => {
      const home = await homeOfForce(root, force)
      return print === undefined
        ? serveUntilStopped({ home, port: portOf(port), log: consoleLog })
        : printConfiguration(print, resolve(home))
    },
  })
}
