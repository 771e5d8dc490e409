import { errorPage, STATUS_WORDS, TOLD_STATUSES } from './error-page.ts'
import { CACHING, COMMON_HEADERS, type Product } from './headers.ts'
import { nginxMaps } from './nginx-maps.ts'
import { PROXY_ADDRESS } from './sign-in-ways.ts'
import { TYPES } from './types.ts'
import { accessLogOf, PRODUCTS, rootOf, settingsFolder, stateFolder, type WebServer } from './web-server.ts'

/**
 * A whole configuration for nginx (1.22 or later, with the modules that Debian's package has): one or both
 * sites, run by one user who need not be root.
 */
export function nginxConfig(server: WebServer, products: readonly Product[] = PRODUCTS): string {
  // One user who serves both is that of people.
  const state = stateFolder(server, products.at(-1)!)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `worker_processes auto;
pid ${state}/nginx.pid;
# What concerns the server itself. What concerns a request is kept nowhere but in the access log: nginx writes
# the whole request line, as the reader typed it, beside each error.
error_log stderr notice;
events { worker_connections 4096; }
http {
  error_log /dev/null emerg;
${temporary.map(what => `  ${what}_temp_path ${state}/${what};`).join('\n')}
${nginxMaps(server, products)}
${transport(server)}
${products.map(product => strangers(server, product) + site(server, product)).join('')}}
`
}

/** Time-outs, sizes, types, compression and encryption, for all servers. */
function transport(server: WebServer): string {
  const folder = settingsFolder(server)
  const types = Object.entries(TYPES).map(([end, type]) => `    ${type.split(';')[0]} ${end.slice(1)};`)
  return `  client_header_timeout 10s;
  client_body_timeout 10s;
  send_timeout 30s;
  keepalive_timeout 30s;
  client_max_body_size 1k;
  client_header_buffer_size 1k;
  large_client_header_buffers 4 8k;
  reset_timedout_connection on;
  limit_req_status 429;
  limit_conn_status 429;
  server_tokens off;
  absolute_redirect off;
  server_name_in_redirect off;
  index index.html;
  etag on;
  gzip on;
  gzip_vary on;
  gzip_min_length 1024;
  gzip_proxied any;
  gzip_types text/css text/javascript text/csv text/plain application/json application/geo+json image/svg+xml;
  charset utf-8;
  charset_types text/css text/javascript text/csv text/plain;
  types {
${[...new Set(types)].join('\n')}
  }
  default_type application/octet-stream;
  ssl_certificate ${folder}/certificate.pem;
  ssl_certificate_key ${folder}/certificate.key;
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache none;
`
}

/** The headers and error pages of a product, for its own server and for the one that turns others away. */
function answers({ marking }: WebServer, product: Product): string {
  const headers = {
    ...COMMON_HEADERS,
    'Content-Security-Policy': '$foresite_policy',
    'Cache-Control': product === 'people' ? CACHING.never : '$foresite_areas_caching',
    'Strict-Transport-Security': 'max-age=31536000',
    Allow: '$foresite_allow',
  }
  const pages = TOLD_STATUSES.map(status => {
    const page = errorPage(marking, status, STATUS_WORDS[status])
    const free = product === 'people' ? 'auth_basic off; ' : ''
    const how = `internal; ${free}default_type text/html; return 200 '${page}';`
    return `    location = /foresite-page/${status} { ${how} }`
  })
  const own = TOLD_STATUSES.filter(status => status !== 404)
  return `${Object.entries(headers)
    .map(([name, value]) => `    add_header ${name} "${value}" always;`)
    .join('\n')}
${own.map(status => `    error_page ${status} /foresite-page/${status};`).join('\n')}
    error_page 494 =431 /foresite-page/431;
    error_page 495 496 =401 /foresite-page/401;
    error_page 497 =400 /foresite-page/400;
${pages.join('\n')}
`
}

/** Whoever asks for another host name, or for none, gets no answer. */
function strangers(server: WebServer, product: Product): string {
  return `  server {
    listen ${server[product].port} ssl default_server;
    server_name _;
    access_log off;
    ssl_reject_handshake on;
${answers(server, product)}    return 444;
  }
`
}

function site(server: WebServer, product: Product): string {
  const { host, port } = server[product]
  const limits = product === 'areas' ? { burst: 2000, connections: 200 } : { burst: 300, connections: 100 }
  const zone = `${server.name}_${product}`
  const asking = product === 'people' ? signIn(server) : ''
  const parts = [answers(server, product), asking, refusals(server, product), places(product)]
  return `  server {
    listen ${port} ssl;
    server_name ${host};
    root ${rootOf(server, product)};
    # The roots are links to signed weeks, made and owned by the same user.
    disable_symlinks if_not_owner from=$document_root;
    access_log ${accessLogOf(server, product)} foresite_${product};
    limit_req zone=${zone}_requests burst=${limits.burst} nodelay;
    limit_conn ${zone}_connections ${limits.connections};
${parts.join('')}  }
`
}

function signIn(server: WebServer): string {
  const folder = settingsFolder(server)
  return `    auth_basic "Foresite: people"; #password
    auth_basic_user_file ${folder}/passwords; #password
    # The same time for every wrong sign-in, whether the name is known or not.
    auth_delay 300ms; #password
    #certificate# ssl_client_certificate ${folder}/clients.pem;
    #certificate# ssl_verify_client on;
    #proxy# set_real_ip_from ${PROXY_ADDRESS};
    #proxy# real_ip_header X-Forwarded-For;
`
}

/** How a refusal is told once it was decided. Before a week is published nothing is missing. */
function refusals(server: WebServer, product: Product): string {
  const free = product === 'people' ? 'auth_basic off; ' : ''
  const told = product === 'people' ? [401, 403, 405] : [405]
  return `${told
    .map(status => `    location = /foresite-answer/${status} { internal; ${free}return ${status}; }`)
    .join('\n')}
    location = /foresite-answer/404 {
      internal;
      ${free}if (!-e ${rootOf(server, product)}/week.txt) { return 503; }
      return 404;
    }
    error_page 404 @foresite_missing;
    location @foresite_missing { ${free}try_files /404.html /foresite-page/404; }
`
}

function places(product: Product): string {
  const look = (who: string) =>
    `try_files $foresite_${who}_shut$uri$foresite_index $foresite_${who}_shut$foresite_slashless$uri/ ` +
    `/foresite-answer/$foresite_${who}_answer;`
  if (product === 'areas')
    return `    # The engine is stored compressed only.
    location ~ ^/engine/.+\\.wasm$ { gzip_static always; gunzip on; }
    location / { ${look('areas')} }
`
  return `    # One rule for all of a unit: its lists, its people and their pages.
    location ~ ^/lomu/(?<foresite_asked>[^/]+) { ${look('unit')} }
    location / { ${look('people')} }
`
}
