import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { APACHE_MODULES, apacheConfig } from '../../pipeline/publish/server/apache.ts'
import { checkServer } from './behaviour.ts'

const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, TZ: 'UTC' }

checkServer(
  'apache',
  async (server, folder) => {
    const program = execFileSync('sh', ['-c', 'command -v apache2'], { env, encoding: 'utf8' }).trim()
    const modules = join(dirname(program), '../lib/apache2/modules')
    const load = ['mpm_event', ...APACHE_MODULES].map(
      name => `LoadModule ${name}_module ${modules}/mod_${name}.so`,
    )
    const main = `ServerRoot "${folder}"
ServerName localhost
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
TypesConfig /dev/null
ErrorLog ${folder}/error.log
${load.join('\n')}
Listen ${server.areas.listen}
Listen ${server.people.listen}
${process.getuid?.() === 0 ? 'User nobody\nGroup nogroup' : ''}
Include ${folder}/foresite.conf
`
    writeFileSync(join(folder, 'apache.conf'), main)
    writeFileSync(join(folder, 'foresite.conf'), apacheConfig(server))
    const child = spawn(program, ['-f', join(folder, 'apache.conf'), '-DFOREGROUND'], {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    return async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
  },
  pairs => pairs.map(pair => `${pair.join(' ')}\n`).join(''),
)
