import { once } from 'node:events'
import { portOf, runCommand } from './lib/command.ts'
import { EXIT, type ExitCode, PipelineError } from './lib/error.ts'
import { consoleLog, type Log } from './lib/log.ts'
import { homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { startServers } from './publish/server/servers.ts'

const usage = `npm run serve -- [--home DIR] [--force ID] [--port N]

Serves the published sites on this machine only, with the headers of production: areas on N (4321), people on
N + 1, with a token in the address that is printed. Every request is written to HOME/log. Ends with Ctrl+C.

  --force ID   which force, where several live in the home

The configurations of a production web server: npm run deploy -- --help`

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
      if (print !== undefined)
        throw new PipelineError(
          'the configurations of web servers are printed by another command',
          EXIT.failed,
          `npm run deploy -- --print ${print === 'apache' ? print : 'nginx'}`,
        )
      const home = await homeOfForce(root, force)
      return serveUntilStopped({ home, port: portOf(port), log: consoleLog })
    },
  })
}
