import { CACHING, HASHED_PATH, POLICY, type Product, WORKER_PATH, WORKER_POLICY } from './headers.ts'
import { REASONS } from './reasons.ts'
import { PROXY_ADDRESS, PROXY_HEADER, USER_NAME } from './sign-in-ways.ts'
import { accountOf, settingsFolder, type WebServer } from './web-server.ts'

/** A pattern as nginx writes it. */
const plain = (pattern: RegExp) => pattern.source.replaceAll('\\/', '/')

/** What stands in the `http` block beside the servers: everything that is decided from a request. */
export function nginxMaps(server: WebServer, products: readonly Product[]): string {
  const maps = [common(), ...(products.includes('people') ? [reader(), units(server)] : [])]
  return [
    ...maps,
    ...products.map(product => limits(server, product)),
    logged(),
    ...products.map(format),
  ].join('')
}

function common(): string {
  return `
  # Headers by what is answered: the wider policy and the long keeping are for files that are there.
  map "$status $uri" $foresite_policy {
    default "${POLICY}";
    "~^(?:200|304) ${plain(WORKER_PATH).slice(1)}" "${WORKER_POLICY}";
  }
  map "$status $uri" $foresite_areas_caching {
    default "${CACHING.ask}";
    "~^(?:200|304) ${plain(HASHED_PATH).slice(1)}" "${CACHING.forever}";
  }
  map $status $foresite_allow { default ""; 405 "GET, HEAD"; }
  # A folder is its page; an address without the slash in the end leads to the one with it.
  map $uri $foresite_index { default ""; "~/$" index.html; }
  map $uri $foresite_slashless { default ""; "~/$" /foresite-shut; }
  map $request_method $foresite_method { default other; GET read; HEAD read; }
  # What is refused to everybody: other than reading, and what begins with a dot.
  map "$foresite_method $uri" $foresite_areas_refusal { default ""; "~^other " 405; "~/\\." 404; }
  map $foresite_areas_refusal $foresite_areas_shut { default /foresite-shut; "" ""; }
  map $foresite_areas_refusal $foresite_areas_answer { default $foresite_areas_refusal; "" 404; }
  # The week is read from the link at each request.
  map $realpath_root $foresite_week { default ""; "~/served/(?<foresite_w>[^/]+)-[0-9a-f]+/" $foresite_w; }
`
}

/** Who asks, by the way that is in use; the other ways stand beside it as comments. */
function reader(): string {
  const header = PROXY_HEADER.toLowerCase().replaceAll('-', '_')
  return `
  # Who the reader is. Passwords are in use; the head of this file says how to take another way.
  map $remote_user $foresite_user { default $remote_user; } #password
  #certificate# map $ssl_client_s_dn $foresite_user {
  #certificate#   default "";
  #certificate#   "~(?:^|(?<!\\x5c),)CN=(?<foresite_cn>[^,+]+)" $foresite_cn;
  #certificate# }
  #proxy# # Only from this address is the header read.
  #proxy# geo $realip_remote_addr $foresite_proxy { default 0; ${PROXY_ADDRESS} 1; }
  #proxy# map "$foresite_proxy $http_${header}" $foresite_user {
  #proxy#   default "";
  #proxy#   "~^1 (?<foresite_n>.+)$" $foresite_n;
  #proxy# }
  map $foresite_user $foresite_known { default 0; "~${plain(USER_NAME)}" 1; }
`
}

/** All of it is looked at only once the reader is known: \`try_files\` comes after the password. */
function units(server: WebServer): string {
  return `
  # Whose lists a user may open. The file says how it is written; after a change:
  # systemctl reload ${accountOf(server, 'people')}
  map "user:$foresite_user" $foresite_grants {
    default "";
    include ${settingsFolder(server)}/units;
  }
  map "$foresite_known $foresite_areas_refusal" $foresite_people_refusal {
    default "";
    "~^0" 401;
    "~(?<foresite_r>40.)$" $foresite_r;
  }
  map $foresite_people_refusal $foresite_people_shut { default /foresite-shut; "" ""; }
  map $foresite_people_refusal $foresite_people_answer { default $foresite_people_refusal; "" 404; }
  map "$foresite_grants|$foresite_asked" $foresite_unit_open {
    default 0;
    "~^(?:[^|]*,)?all-units(?:,[^|]*)?\\|" 1;
    "~^(?:[^|]*,)?unit:(?<foresite_u>[^,|]+)(?:,[^|]*)?\\|\\k<foresite_u>$" 1;
  }
  # Oversight: the sample of any unit, and the data behind it only in requests that say so in the log.
  map "$foresite_grants|$foresite_why|$uri" $foresite_oversight_open {
    default 0;
    "~^(?:[^|]*,)?oversight(?:,[^|]*)?\\|[a-z]*\\|/lomu/[^/]+/oversight/(?:index\\.html)?$" 1;
    "~^(?:[^|]*,)?oversight(?:,[^|]*)?\\|oversight\\|/lomu/[^/]+/(?:list|person/[0-9a-f]+)\\.json$" 1;
  }
  map "$foresite_people_refusal|$foresite_unit_open$foresite_oversight_open" $foresite_unit_refusal {
    default 403;
    "~^(?<foresite_q>40.)\\|" $foresite_q;
    "~1" "";
  }
  map $foresite_unit_refusal $foresite_unit_shut { default /foresite-shut; "" ""; }
  map $foresite_unit_refusal $foresite_unit_answer { default $foresite_unit_refusal; "" 404; }
`
}

/** How much one address may ask: a page of areas has some hundred files, one of people a handful. */
function limits({ name }: WebServer, product: Product): string {
  const rate = product === 'areas' ? 200 : 60
  return `
  limit_req_zone $binary_remote_addr zone=${name}_${product}_requests:10m rate=${rate}r/s;
  limit_conn_zone $binary_remote_addr zone=${name}_${product}_connections:10m;
`
}

function logged(): string {
  const person = '^/lomu/[^/?]+/person/(?<foresite_p>[0-9a-f]{32})\\.json'
  return `
  # Why a person was opened: one of the coded reasons, or nothing.
  map $request_uri $foresite_why { default ""; "~[?&]why=(?<foresite_y>${REASONS})(?:&|$)" $foresite_y; }
  # UTC, in whatever time zone nginx is started.
  map $date_gmt $foresite_time {
    default "";
${utcMonths()}
  }
  # Nothing that a reader typed is logged: of a path that was not served only pseudonyms, of a method only a
  # known one, a name only where a password was asked for and right.
  map $request_uri $foresite_typed { default "*"; "~${person}" /lomu/*/person/$foresite_p.json; }
  map $status $foresite_path { default $foresite_typed; "~^(?:200|206|304)$" $uri; }
  map $request_method $foresite_verb {
    default "*";
    "~^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|TRACE|CONNECT)$" $request_method;
  }
  map $status $foresite_passed { default 0; "~^(?:200|206|301|304|403|404|416)$" 1; }
`
}

/** nginx tells the time of Greenwich in one form only, with the month as a word. */
function utcMonths(): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
  const [day, year, time] = ['(?<foresite_d>\\d\\d)', '(?<foresite_yr>\\d{4})', '(?<foresite_t>[\\d:]{8})']
  return months
    .map((month, i) => {
      const iso = `\${foresite_yr}-${String(i + 1).padStart(2, '0')}-\${foresite_d}T\${foresite_t}Z`
      return `    "~ ${day}-${month}-${year} ${time} " "${iso}";`
    })
    .join('\n')
}

function format(product: Product): string {
  const user = product === 'people' ? '$foresite_log_user' : ''
  const fields = [
    '"time":"$foresite_time"',
    `"user":"${user}"`,
    '"address":"$remote_addr"',
    '"method":"$foresite_verb"',
    '"path":"$foresite_path"',
    '"why":"$foresite_why"',
    '"status":$status',
    '"bytes":$body_bytes_sent',
    `"product":"${product}"`,
    '"week":"$foresite_week"',
  ]
  const name =
    product === 'people'
      ? '  map $foresite_passed $foresite_log_user { default ""; 1 $foresite_user; }\n'
      : ''
  return `${name}  log_format foresite_${product} escape=json '{${fields.join(',')}}';\n`
}
