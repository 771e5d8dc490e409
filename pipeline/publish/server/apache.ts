import { apacheLog } from './apache-log.ts'
import { apacheSignIn, apacheUnits, apacheWays } from './apache-sign-in.ts'
import { errorPage, STATUS_WORDS, TOLD_STATUSES } from './error-page.ts'
import {
  CACHING,
  COMMON_HEADERS,
  HASHED_PATH,
  POLICY,
  type Product,
  WORKER_PATH,
  WORKER_POLICY,
} from './headers.ts'
import { TYPES } from './types.ts'
import { PRODUCTS, rootOf, settingsFolder, stateFolder, type WebServer } from './web-server.ts'

/** The modules that the configuration loads, by their names for `a2enmod`. */
const MODULES = [
  'mpm_event',
  'auth_basic',
  'authn_core',
  'authn_file',
  'authz_core',
  'authz_user',
  'deflate',
  'dir',
  'filter',
  'headers',
  'mime',
  'reqtimeout',
  'rewrite',
  'setenvif',
  'ssl',
]

/**
 * A whole configuration for Apache (2.4.49 or later): one or both sites, run by one user who need not be
 * root.
 */
export function apacheConfig(server: WebServer, products: readonly Product[] = PRODUCTS): string {
  const state = stateFolder(server, products.at(-1)!)
  return `# Debian's folder of modules; elsewhere it may be /usr/lib64/httpd/modules.
Define MODULES /usr/lib/apache2/modules
${MODULES.map(name => `LoadModule ${name}_module \${MODULES}/mod_${name}.so`).join('\n')}
ServerRoot ${state}
DefaultRuntimeDir ${state}
PidFile ${state}/apache.pid
Mutex default:${state}
TypesConfig /dev/null
# What concerns the server itself. What concerns a request is kept nowhere but in the access log: messages of
# other levels hold what the reader typed.
ErrorLog ${state}/error.log
LogLevel alert mpm_event:notice
ErrorLogFormat "[%{u}t] [%-m:%l] [pid %P] %M"
${transport(server)}${products.includes('people') ? apacheWays() : ''}
<Directory "/">
  AllowOverride None
  Options None
  Require all denied
</Directory>
${products.map(product => strangers(server, product) + site(server, product)).join('')}`
}

function transport({ areas }: WebServer): string {
  return `ServerName ${areas.host}
ServerTokens Prod
ServerSignature Off
TraceEnable Off
UseCanonicalName On
AcceptPathInfo Off
AllowEncodedSlashes NoDecode
HttpProtocolOptions Strict
# Enough threads that some hundred readers who never finish a request keep nobody out; they are cut off soon.
ServerLimit 16
ThreadsPerChild 64
MaxRequestWorkers 1024
Timeout 30
KeepAliveTimeout 15
MaxKeepAliveRequests 1000
RequestReadTimeout handshake=5 header=5-10,MinRate=500 body=5-10,MinRate=500
LimitRequestBody 1024
LimitRequestLine 4094
LimitRequestFields 60
LimitRequestFieldSize 4094
# Requests and connections of one address: Apache alone cannot count them. With the package
# libapache2-mod-qos, put before this line: LoadModule qos_module \${MODULES}/mod_qos.so
<IfModule qos_module>
  QS_SrvMaxConnPerIP 200
  QS_SrvMaxConnClose 800
</IfModule>
SSLProtocol -all +TLSv1.2 +TLSv1.3
SSLSessionCache none
SSLStrictSNIVHostCheck On
`
}

/** The headers, error pages and encryption of a product, for its own host and for any other. */
function answers(server: WebServer, product: Product): string {
  const folder = settingsFolder(server)
  const pages = TOLD_STATUSES.map(status => {
    const page = errorPage(server.marking, status, STATUS_WORDS[status]).replaceAll('"', '\\"')
    return `  ErrorDocument ${status} "${page}"`
  })
  return `  SSLEngine on
  SSLCertificateFile "${folder}/certificate.pem"
  SSLCertificateKeyFile "${folder}/certificate.key"
  AddDefaultCharset utf-8
  SetEnvIf Request_URI "^" suppress-error-charset=1
${pages.join('\n')}
${headers(product)}
  RewriteEngine On
`
}

function headers(product: Product): string {
  const always = (name: string, value: string, when = '') =>
    `  Header always set ${name} "${value}"${when && ` "expr=${when}"`}`
  const found = (pattern: RegExp) =>
    `%{REQUEST_STATUS} in { '200', '206', '304' } && ` +
    `%{REQUEST_URI} =~ m#${pattern.source.replaceAll('\\/', '/')}#`
  return [
    ...Object.entries(COMMON_HEADERS).map(([name, value]) => always(name, value)),
    always('Strict-Transport-Security', 'max-age=31536000'),
    always('Content-Security-Policy', POLICY),
    always('Content-Security-Policy', WORKER_POLICY, found(WORKER_PATH)),
    always('Cache-Control', product === 'people' ? CACHING.never : CACHING.ask),
    ...(product === 'areas' ? [always('Cache-Control', CACHING.forever, found(HASHED_PATH))] : []),
    always('Allow', 'GET, HEAD', "%{REQUEST_STATUS} == '405'"),
  ].join('\n')
}

/** Whoever asks for another host name, or for none, is told so and nothing else. */
function strangers(server: WebServer, product: Product): string {
  const { port } = server[product]
  return `Listen ${port} https
<VirtualHost *:${port}>
  ServerName stranger.invalid
${answers(server, product)}  RewriteRule "^" "-" [R=421,L]
</VirtualHost>
`
}

function site(server: WebServer, product: Product): string {
  const { host, port } = server[product]
  const root = rootOf(server, product)
  const [engineOrNone, open] = product === 'areas' ? [engine(root), '    Require all granted\n'] : ['', '']
  const types = Object.entries(TYPES).map(([end, type]) => `  AddType "${type.split(';')[0]}" ${end}`)
  return `<VirtualHost *:${port}>
  ServerName https://${host}:${port}
  DocumentRoot "${root}"
  DirectoryIndex index.html
  FileETag MTime Size
${types.join('\n')}
  AddCharset utf-8 .html .css .js .mjs .csv .txt
  AddOutputFilterByType DEFLATE text/html text/css text/javascript text/csv text/plain
  AddOutputFilterByType DEFLATE application/json application/geo+json image/svg+xml
  # An ETag of its own for each encoding, and the plain one understood when a reader asks with either.
  DeflateAlterETag AddSuffix
  RequestHeader edit* If-None-Match "-gzip\\"" "\\""
${answers(server, product)}${engineOrNone}  # The live link is read at each request; it leads to signed weeks.
  <Directory "${server.home}">
    Options SymLinksIfOwnerMatch
${open}    # After the password, for nothing here is asked before it.
    RewriteEngine On
    RewriteCond %{REQUEST_METHOD} "!^(GET|HEAD)$"
    RewriteRule "^" "-" [R=405,L]
${product === 'people' ? apacheUnits(server) : ''}    RewriteCond %{REQUEST_URI} "/\\."
    RewriteRule "^" "-" [R=404,L]
    RewriteCond "${root}/week.txt" !-f
    RewriteRule "^" "-" [R=503,L]
  </Directory>
  <If "-f '${root}/404.html'">
    ErrorDocument 404 /404.html
  </If>
${product === 'people' ? apacheSignIn(server) : ''}${apacheLog(server, product)}</VirtualHost>
`
}

function engine(root: string): string {
  return `  # The engine is stored compressed only.
  RewriteCond "${root}$0.gz" -f
  RewriteRule "^/engine/.+\\.wasm$" "$0.gz" [PT]
  <FilesMatch "\\.wasm\\.gz$">
    ForceType application/wasm
    AddEncoding gzip .gz
    Header always merge Vary Accept-Encoding
    <If "%{HTTP:Accept-Encoding} !~ /gzip/">
      SetOutputFilter INFLATE
    </If>
  </FilesMatch>
`
}
