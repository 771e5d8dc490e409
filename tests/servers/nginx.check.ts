import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nginxConfig } from '../../pipeline/publish/server/nginx.ts'
import { checkServer } from './behaviour.ts'

checkServer(
  'nginx',
  async (server, folder) => {
    const main = `daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
${process.getuid?.() === 0 ? 'user nobody nogroup;' : ''}
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  include ${folder}/foresite.conf;
}`
    writeFileSync(join(folder, 'nginx.conf'), main)
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
