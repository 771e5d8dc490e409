import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from './lib/command.ts'
import { type CsvValue, csvText } from './lib/csv.ts'
import { EXIT, PipelineError } from './lib/error.ts'
import { writeNew } from './lib/files.ts'
import { wordsOfCode, wordsOfPage } from './lib/page-words.ts'
import { readingOf } from './lib/reading.ts'
import { homeOfForce } from './publish/forces.ts'
import { DEFAULT_HOME } from './publish/home.ts'

const usage = `npm run words -- --out FILE [--home DIR] [--force ID]

Writes every text of both sites to a CSV file, for a reader of plain language: product, what it stands in,
the text, its reading age (of whole sentences), on how many pages it stands and which. Texts of pages come
from the week that is live; those that scripts write come from the source, with {} for what is worked out.
Pages hold nobody's data, so neither does the file.`

const PRODUCTS = ['areas', 'people'] as const
type Product = (typeof PRODUCTS)[number]

/** A Flesch-Kincaid grade is years of school; a reader is about five years older. */
const YEARS_BEFORE_SCHOOL = 5
const HEADING = ['product', 'stands in', 'text', 'reading age', 'pages', 'where']
const SITE = fileURLToPath(new URL('../site', import.meta.url))

await runCommand({
  usage,
  options: {
    out: { type: 'string' },
    home: { type: 'string', default: DEFAULT_HOME },
    force: { type: 'string' },
  },
  async run({ out, home: root, force }) {
    if (!out) throw new PipelineError('missing option: --out FILE', EXIT.failed, 'see --help')
    const live = join(await homeOfForce(root, force), 'live')
    if (!existsSync(live))
      throw new PipelineError(`no week is live: ${live} (--home)`, EXIT.failed, 'run npm start first')
    const texts = [...(await textsOfPages(live)), ...(await textsOfScripts())]
    await writeNew(resolve(out), csvText('OFFICIAL', HEADING, texts.map(rowOf)))
    process.stdout.write(`${texts.length} texts written to ${out}\n`)
    return EXIT.done
  },
})

/** A text and the places where it stands: paths of pages, or files of the source. */
interface Text {
  readonly product: Product | 'both'
  readonly in: string
  readonly text: string
  readonly where: Set<string>
}

function rowOf({ product, in: inside, text, where }: Text): CsvValue[] {
  const { sentences, grade } = readingOf([text])
  const age = sentences === 0 ? null : Math.max(5, Math.round(grade + YEARS_BEFORE_SCHOOL))
  return [product, inside, text, age, where.size, [...where].join(' ')]
}

async function textsOfPages(live: string): Promise<Text[]> {
  const found = new Map<string, Text>()
  for (const product of PRODUCTS) {
    for (const path of await pagesIn(join(live, product))) {
      const page = `/${path.replace(/index\.html$/, '')}`
      for (const words of wordsOfPage(await readFile(join(live, product, path), 'utf8')))
        note(found, { product, ...words }, page)
    }
  }
  return [...found.values()]
}

/** Pages of a site: those of earlier weeks and those that stand in while it is paused are not read. */
async function pagesIn(folder: string, under = ''): Promise<string[]> {
  const pages: string[] = []
  for (const name of (await readdir(join(folder, under)).catch(() => [])).sort()) {
    const path = join(under, name)
    if (/^(\d{4}-W\d{2}|data|assets|engine|cells|fonts|outlines|paused)/.test(name)) continue
    if (name.endsWith('.html')) pages.push(path)
    else if (!name.includes('.')) pages.push(...(await pagesIn(folder, path)))
  }
  return pages
}

async function textsOfScripts(): Promise<Text[]> {
  const found = new Map<string, Text>()
  const files = (await readdir(SITE, { recursive: true })).filter(file => file.endsWith('.ts')).sort()
  for (const file of files) {
    const product = PRODUCTS.find(name => file.startsWith(name)) ?? 'both'
    for (const text of wordsOfCode(await readFile(join(SITE, file), 'utf8')))
      note(found, { product, in: 'script', text }, `site/${file}`)
  }
  return [...found.values()]
}

function note(found: Map<string, Text>, words: Omit<Text, 'where'>, where: string): void {
  const key = [words.product, words.in, words.text].join('\n')
  const known = found.get(key)
  if (known) known.where.add(where)
  else found.set(key, { ...words, where: new Set([where]) })
}
