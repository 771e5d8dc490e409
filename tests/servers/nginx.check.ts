import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nginxConfig } from '../../pipeline/publish/server/nginx.ts'
import { checkServer } from './behaviour.ts'
import { nginxMain } from './nginx.ts'

checkServer(
  'nginx',
  async (server, folder) => {
    writeFileSync(join(folder, 'nginx.conf'), nginxMain(folder))
    writeFileSync(join(folder, 'foresite.conf'), nginxConfig(server))
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, TZ: 'UTC' }
    const flags = ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')]
    const program = execFileSync('sh', ['-c', 'command -v nginx'], { env, encoding: 'utf8' }).trim()
    const child = spawn(program, flags, { env, stdio: ['ignore', 'inherit', 'inherit'] })
    return async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
  },
  pairs => pairs.map(([user, unit]) => `"=${user}" ${unit};\n`).join(''),
)
