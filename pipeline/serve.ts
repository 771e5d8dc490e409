import { once } from 'node:events'
import { runCommand } from './lib/command.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { consoleLog } from './lib/log.ts'
import { DEFAULT_HOME } from './publish/home.ts'
import { startServers } from './publish/server/servers.ts'

const usage = `npm run serve -- [--home DIR] [--port N]

Serves the published sites on this machine only, with the headers of production: areas on N (4321), people on N + 1.
Every request is written to HOME/log. Ends with Ctrl+C.`

await runCommand({
  usage,
  options: { home: { type: 'string', default: DEFAULT_HOME }, port: { type: 'string', default: '4321' } },
  async run({ home, port }) {
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_534) {
      throw new PipelineError(`not a port: ${port}`, EXIT.failed, 'give a number from 0 to 65534')
    }
    const servers = await startServers({ home, port: Number(port), log: consoleLog })
    consoleLog.say(`areas   ${servers.areas}\npeople  ${servers.people}`)
    consoleLog.say('people has no sign-in on localhost: in production the web server authenticates each user.')
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    await servers.close()
    return EXIT.done
  },
})
