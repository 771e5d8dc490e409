/** What a reader is told with each status, the same on every server. */
export const STATUS_WORDS = {
  301: 'The page has moved.',
  400: 'This is not an address of a page.',
  401: 'Sign in to see this.',
  403: 'Your units do not include this.',
  404: 'There is no such page in this week.',
  405: 'Only reading is possible here.',
  408: 'The request took too long.',
  413: 'The request is too large.',
  414: 'The address is too long.',
  416: 'The file has no such bytes.',
  421: 'This server does not answer to that name.',
  429: 'Too many requests. Wait a minute and try again.',
  431: 'The request is too large.',
  500: 'The server has a fault. Tell its administrator.',
  501: 'Only reading is possible here.',
  503: 'Nothing can be shown: no week is published yet.',
} as const satisfies Readonly<Record<number, string>>

export type ToldStatus = keyof typeof STATUS_WORDS

/** All statuses that a server has a page for, as numbers. */
export const TOLD_STATUSES = Object.keys(STATUS_WORDS).map(Number) as ToldStatus[]

/**
 * The page that goes with an error, marked top and bottom: one line of ASCII, so that it can stand in a
 * configuration in whatever encoding.
 *
 * @example errorPage('OFFICIAL', 404, 'Gone').includes('<h1>Gone</h1>') === true
 */
export function errorPage(marking: string, status: number, words: string): string {
  const [marked, said] = [escaped(marking), escaped(words)]
  const head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
  const main = `<main><h1>${said}</h1><p><a href="/">To the first page</a></p></main>`
  const body = `<header><p>${marked}</p></header>${main}<footer><p>${marked}</p></footer>`
  const title = `<title>${status}: ${said}</title>`
  return `<!doctype html><html lang="en"><head>${head}${title}</head><body>${body}</body></html>`
}

/** No sign that HTML or a server's configuration could take for its own. */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,:-]/gu, sign => `&#${sign.codePointAt(0)};`)
}
