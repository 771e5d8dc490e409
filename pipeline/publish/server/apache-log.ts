import type { Product } from './headers.ts'
import { REASONS } from './reasons.ts'
import { accessLogOf, rootOf, type WebServer } from './web-server.ts'

const PERSON_FILE = '^/lomu/[^/]+/person/([0-9a-f]{32})\\.json'
const SERVED = "%{REQUEST_STATUS} in { '200', '206', '304' }"
const PASSED = "%{REQUEST_STATUS} in { '301', '403', '404', '405', '416', '503' }"

/**
 * The access log of a site. Nothing that a reader typed is logged: of a path that was not served only
 * pseudonyms, of a method only a known one, a name only where a password was asked for and right.
 */
export function apacheLog(server: WebServer, product: Product): string {
  const user = product === 'people' ? `\${LOG_READER}` : ''
  const week = `${rootOf(server, product)}/week.txt`
  const line = (who: string, path: string, when: string) => {
    const fields = [
      '"time":"%{%Y-%m-%dT%H:%M:%S%z}t"',
      `"user":"${who}"`,
      '"address":"%a"',
      '"method":"%{FORESITE_VERB}e"',
      `"path":"${path}"`,
      '"why":"%<{FORESITE_WHY}e"',
      '"status":%>s',
      '"bytes":%B',
      `"product":"${product}"`,
      '"week":"%{FORESITE_WEEK}e"',
    ]
    const format = `{${fields.join(',')}}`.replaceAll('"', '\\"')
    return `  CustomLog "${accessLogOf(server, product)}" "${format}" "expr=${when}"`
  }
  return `${[
    // An empty value is only possible as what an empty pattern found.
    '  SetEnvIf Request_URI "^()" FORESITE_WHY=$1 FORESITE_WEEK=$1 FORESITE_VERB=* FORESITE_TYPED=*',
    `  SetEnvIfExpr "-f '${week}' && file('${week}') =~ /^(.+)$/" FORESITE_WEEK=$1`,
    '  SetEnvIf Request_Method "^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|TRACE|CONNECT)$" FORESITE_VERB=$1',
    `  SetEnvIfExpr "%{QUERY_STRING} =~ /(^|&)why=(${REASONS})(&|$)/" FORESITE_WHY=$2`,
    `  SetEnvIfExpr "%{REQUEST_URI} =~ m#${PERSON_FILE}#" FORESITE_TYPED=/lomu/*/person/$1.json`,
    line(user, '%U', SERVED),
    line(user, '%<{FORESITE_TYPED}e', PASSED),
    line('', '%<{FORESITE_TYPED}e', `!(${SERVED}) && !(${PASSED})`),
  ].join('\n')}
`
}
