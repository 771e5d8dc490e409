import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const cache = fileURLToPath(new URL('../../.cache', import.meta.url))

/** Milliseconds after which a step in the browser counts as hung: no machine is so slow. */
const PATIENCE = 300_000

const ARGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

/**
 * Starts the Chromium that comes from npm, unpacked once into `.cache`. No name but 127.0.0.1 resolves, so
 * that nothing can leave the machine. The libraries shipped beside it are used only where the system lacks
 * them.
 */
export async function launch(): Promise<Browser> {
  const folder = await unpack()
  const start = (env: NodeJS.ProcessEnv) =>
    chromium.launch({
      executablePath: join(folder, 'chromium'),
      args: ARGS,
      timeout: PATIENCE,
      env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf'), ...env } as Record<string, string>,
    })
  const browser = await start({}).catch((error: Error) => {
    if (!/shared librar/.test(error.message)) throw error
    return start({ LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') })
  })
  return browser.on('context', context => context.setDefaultTimeout(PATIENCE))
}

/** Signs in every reader who is yet to come, as the printed address of the people site would. */
export function signInReaders(browser: Browser, address: string): void {
  const { origin, searchParams } = new URL(address)
  const value = searchParams.get('token')!
  browser.on('context', context => context.addCookies([{ name: 'foresite-people', value, url: origin }]))
}

/** Unpacks into a folder of this process, then renames: two test processes may come here at once. */
async function unpack(): Promise<string> {
  const root = packageFolder()
  const { version } = require(join(root, 'package.json')) as { version: string }
  const folder = join(cache, `chromium-${version}`)
  if (existsSync(folder)) return folder
  const staged = `${folder}.${process.pid}`
  await mkdir(staged, { recursive: true })
  const { inflate } = (await import('@sparticuz/chromium')) as unknown as {
    inflate(path: string): Promise<string>
  }
  const kept = process.env.TMPDIR
  process.env.TMPDIR = staged
  try {
    for (const name of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'])
      await inflate(join(root, 'bin', name))
  } finally {
    if (kept === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = kept
  }
  await writeFile(join(staged, 'fonts.conf'), fontsOf(folder))
  await rename(staged, folder).catch(() => rm(staged, { recursive: true }))
  return folder
}

/** Fonts of the system where there are any, and those that come with the browser. */
function fontsOf(folder: string): string {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', join(folder, 'fonts')]
  const lines = folders.map(path => `<dir>${path}</dir>`).join('')
  const head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
  return `${head}<fontconfig>${lines}<cachedir>${join(folder, 'cache')}</cachedir></fontconfig>`
}

function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium')))
  while (!existsSync(join(folder, 'bin', 'chromium.br'))) folder = dirname(folder)
  return folder
}
