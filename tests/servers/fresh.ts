import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { as, env, type Machine } from './machine.ts'
import type { Running } from './running.ts'

/** What holds before any week is published. */
export function checkFresh(kind: Machine['kind'], now: () => Running): void {
  describe(`${kind} on a fresh home`, () => {
    it('says that no week is published, on a marked page, and asks for the password first', async () => {
      const { ask } = now()
      for (const path of ['/', '/knife/', '/none']) {
        const { status, body } = await ask('areas', path)
        expect([path, status, String(body)]).toEqual([
          path,
          503,
          expect.stringContaining('no week is published'),
        ])
        expect(String(body)).toMatch(/<header><p>Handle as .*<footer><p>Handle as /)
        expect((await ask('people', path)).status).toBe(401)
        expect((await ask('people', path, { user: 'anna' })).status).toBe(503)
      }
      expect((await ask('people', '/lomu/CV/', { user: 'anna' })).status).toBe(403)
    })

    it('runs each site as a user of its own, and neither reads what the weekly run alone may read', () => {
      const { machine } = now()
      for (const product of ['areas', 'people'] as const)
        for (const path of ['keys', 'log/weekly-report.txt', `/var/spool/${machine.name}`]) {
          const [program, ...args] = as(`${machine.name}-${product}`, [
            'test',
            '-r',
            join(machine.home, path),
          ])
          expect(spawnSync(program!, args).status).toBe(1)
        }
    })

    it('keeps passwords and the list of units from the user of areas', () => {
      const { name } = now().machine
      for (const file of ['passwords', 'units']) {
        const [program, ...args] = as(`${name}-areas`, ['cat', `/etc/${name}/${file}`])
        expect(spawnSync(program!, args).status).toBe(1)
        expect(statSync(`/etc/${name}/${file}`).mode & 0o777).toBe(0o640)
      }
    })

    it('starts in every other way of signing in, changed as the head of the file says', () => {
      const { machine } = now()
      const text = readFileSync(join(machine.folder, `${kind}-people.conf`), 'utf8')
      const ways = [...text.matchAll(/^# {5}(sed -i .*) THIS_FILE$/gm)].map(([, command]) => command!)
      expect(ways).toHaveLength(kind === 'nginx' ? 2 : 4)
      for (const command of ways) expect([command, tried(machine, text, command)]).toEqual([command, ''])
    })
  })
}

/** What the server says against a configuration after a command of its head; nothing where it would start. */
function tried({ kind, name, folder }: Machine, text: string, command: string): string {
  const file = join(folder, 'other-way.conf')
  writeFileSync(file, text)
  spawnSync('sh', ['-c', `${command} ${file}`])
  expect(readFileSync(file, 'utf8')).not.toBe(text)
  for (const secret of ['oidc-secret', 'oidc-passphrase'])
    writeFileSync(`/etc/${name}/${secret}`, 'a secret\n')
  writeFileSync(`/etc/${name}/clients.pem`, readFileSync(`/etc/${name}/certificate.pem`))
  const check =
    kind === 'nginx' ? ['nginx', '-t', '-q', '-e', 'stderr', '-c', file] : ['apache2', '-t', '-f', file]
  const [program, ...args] = as(`${name}-people`, check)
  const { status, stderr } = spawnSync(program!, args, { env, encoding: 'utf8' })
  return status === 0 ? '' : stderr
}
