import type { Page } from 'playwright-core'
import type { Product } from '../../site/shared/build.ts'
import { GLOSSARY } from '../../site/shared/words/glossary.ts'

/** Elements whose words name something: heads, labels, legends, terms, choices. */
const NAMES = [
  ...['thead th', 'tbody th[scope=row]', 'legend', 'label', 'dt', 'h1', 'h2', 'h3', 'caption', 'summary'],
  ...['[role=tab]', '.kind', '.tag', '.card', 'option', 'button', '.site-header nav a'],
]

/** Elements that hold a name of the data: a place, a date, a number, a file, a person's reference. */
const OF_THE_DATA = [
  ...['.site-header .force', '.district', '#tour-title', '[data-rows] th', '.squares-table tbody th'],
  ...['#area option', '#explore-table tbody th', '.glossary dt', '.handout h2', '.quiz *'],
]

/** A page as it stands: what it names, and the terms that it leads to and does not have. */
export async function lookAt(page: Page): Promise<{ names: string[]; strange: string[] }> {
  return { names: await namesOn(page), strange: await termsNotOn(page) }
}

/** The names on a page: what its elements are called, without figures. */
async function namesOn(page: Page): Promise<string[]> {
  const texts = await page.locator(NAMES.join(', ')).evaluateAll(
    (all, data) =>
      all
        .filter(one => !one.closest(data))
        .map(one => {
          const copy = one.cloneNode(true) as Element
          for (const inner of copy.querySelectorAll('select, .district, .count')) inner.remove()
          return copy.textContent ?? ''
        }),
    OF_THE_DATA.join(', '),
  )
  return [...new Set(texts.map(plain).filter(text => /[a-z]{2}|^p$/.test(text)))]
}

const plain = (text: string) =>
  text
    .replace(/’/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    // The count that an explorer's list writes at a venue or a clause.
    .replace(/(?<=[a-z])[\d,]+$/, '')
    .toLowerCase()

/** Words so common that they name something only where they stand alone. */
const ALONE = new Set(
  [
    'for from to used day part kind left date start end name when where why file size change place areas',
    'area map asked ask rows save print copy share check found review result moved minutes question state',
    'earlier later reasons columns officers week weeks exp no. code p street high low age rank people list',
    'lists chance help recorded expected offence offences points where factor visits visit places group',
    'what by power pool tried method years',
  ].flatMap(line => line.split(' ')),
)

/** What needs no entry: turning and clearing, dates, numbers, names of roles and of the days. */
const PLAIN: readonly RegExp[] = [
  /^(hide this news|previous|next|‹ previous|next ›|clear|reset|all|none, or other|columns|on|unpin a)$/,
  /^(now|end|state)$/,
  /^(back one page|next page|turn pages by itself|copy (a link|the text)|start again|highest|lowest)$/,
  /^the answer to |^the same in numbers$|^person$/,
  // Fields of the public record have the names of its standard, and say beside them what they hold.
  /^\d(\.\d+)+ /,
  /^(earlier|later) rows$|^everyone on the list$|^how to read the tables$|^any other$|^as shown$/,
  /^(analyst|tasking chair|offender manager|oversight|what is new in version .*)$/,
  /^(mon|tues|wednes|thurs|fri|satur|sun)day( \d\d:\d\d to \d\d:\d\d)?$/,
  /^(mon|tue|wed|thu|fri|sat|sun)$/,
  /^\d+( to \d+| and after| or more| \(in use\))?( minutes( or more)?)?$/,
  /^(\d{4}-w\d\d )?\d+ [a-z]{3,4} (\d{4} )?(to .*|\d{4}.*)$|^\d+ [a-z]{3} \d{4}( \(the test\))?$/,
]

/** Whether a name is a term, and so has to stand in the glossary. */
export function isTerm(name: string): boolean {
  return !PLAIN.some(form => form.test(name))
}

/** The entries whose term, or another word for it, stands in a name. */
export function entriesFor(product: Product, name: string): string[] {
  return GLOSSARY.filter(({ products }) => products.includes(product))
    .filter(({ term, also }) => [term, ...also].some(word => stands(plain(word), name)))
    .map(({ id }) => id)
}

/** The terms that a page leads to in the glossary, and that do not stand on it under any of their names. */
async function termsNotOn(page: Page): Promise<string[]> {
  const { ids, text } = await page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('.page-terms a[href*="#"]')]
    const main = document.querySelector('main')!.cloneNode(true) as Element
    main.querySelector('.page-terms')?.remove()
    return { ids: links.map(({ hash }) => hash.slice(1)), text: main.textContent ?? '' }
  })
  const said = plain(text)
  const names = (id: string) => GLOSSARY.filter(entry => entry.id === id).flatMap(e => [e.term, ...e.also])
  return ids.filter(id => !names(id).some(word => said.includes(plain(word))))
}

/** Whether a word stands in a text, whole. */
function stands(word: string, text: string): boolean {
  if (ALONE.has(word)) return word === text
  const at = text.indexOf(word)
  if (at < 0) return false
  const edge = (char: string | undefined) => char === undefined || !/[a-z0-9]/.test(char)
  const whole = edge(text[at - 1]) && edge(text[at + word.length])
  return whole || stands(word, text.slice(at + 1))
}
