import { PROXY_ADDRESS, PROXY_HEADER, USER_NAME } from './sign-in-ways.ts'
import { settingsFolder, type WebServer } from './web-server.ts'

/**
 * How a reader of people is known, as definitions at the head of the configuration: who he is for the rules,
 * and for the log.
 */
export function apacheWays(): string {
  const loaded = (module: string) => `  LoadModule ${module}_module \${MODULES}/mod_${module}.so\n`
  const way = (name: string, { reader, log }: { reader: string; log: string }, modules: string[] = []) =>
    `<IfDefine SIGN_IN_${name}>
${modules.map(loaded).join('')}  Define READER "${reader}"
  Define LOG_READER "${log}"
</IfDefine>`
  const signed = { reader: '%{REMOTE_USER}', log: '%u' }
  return `# How readers of people sign in; the head of this file says which ways there are.
Define SIGN_IN_PASSWORD
${[
  way('PASSWORD', signed),
  way('CERTIFICATE', { reader: '%{SSL_CLIENT_S_DN_CN}', log: '%{SSL_CLIENT_S_DN_CN}x' }),
  way('KERBEROS', signed, ['auth_gssapi']),
  way('OIDC', signed, ['auth_openidc']),
  way('PROXY', { reader: '%{env:FORESITE_TOLD}', log: '%{FORESITE_TOLD}e' }, ['remoteip']),
].join('\n')}
`
}

/** The sign-in of the people site, in each of its ways. */
export function apacheSignIn(server: WebServer): string {
  const folder = settingsFolder(server)
  const { host, port } = server.people
  const told = `%{CONN_REMOTE_ADDR} == '${PROXY_ADDRESS}' && %{HTTP:${PROXY_HEADER}}`
  return `  <IfDefine SIGN_IN_CERTIFICATE>
    SSLCACertificateFile "${folder}/clients.pem"
    SSLVerifyClient require
  </IfDefine>
  <IfDefine SIGN_IN_OIDC>
    OIDCProviderMetadataURL https://sign-in.example.invalid/.well-known/openid-configuration
    OIDCClientID foresite
    OIDCClientSecret "exec:/bin/cat ${folder}/oidc-secret"
    OIDCCryptoPassphrase "exec:/bin/cat ${folder}/oidc-passphrase"
    OIDCRedirectURI https://${host}:${port}/signed-in
    OIDCRemoteUserClaim preferred_username
    OIDCUnAuthAction 401
  </IfDefine>
  <IfDefine SIGN_IN_PROXY>
    # Only from this address is the header read.
    SetEnvIfExpr "${told} =~ /^(.+)$/" FORESITE_TOLD=$1
    RemoteIPHeader X-Forwarded-For
    RemoteIPInternalProxy ${PROXY_ADDRESS}
  </IfDefine>
  <Location "/">
    <IfDefine SIGN_IN_PASSWORD>
      AuthType Basic
      AuthName "Foresite: people"
      AuthBasicProvider file
      AuthUserFile "${folder}/passwords"
    </IfDefine>
    <IfDefine SIGN_IN_KERBEROS>
      AuthType GSSAPI
      AuthName "Foresite: people"
      GssapiCredStore keytab:${folder}/http.keytab
      GssapiLocalName On
    </IfDefine>
    <IfDefine SIGN_IN_OIDC>
      AuthType openid-connect
    </IfDefine>
    <IfDefine SIGN_IN_CERTIFICATE>
      Require all granted
    </IfDefine>
    <IfDefine SIGN_IN_PROXY>
      Require all granted
    </IfDefine>
    <IfDefine !SIGN_IN_CERTIFICATE>
      <IfDefine !SIGN_IN_PROXY>
        Require valid-user
      </IfDefine>
    </IfDefine>
  </Location>
  # The unit that is asked for, from the address as it was understood.
  <LocationMatch "^/lomu/(?<unit>[^/]+)">
    AuthzSendForbiddenOnFailure On
  </LocationMatch>
`
}

/**
 * What is refused once the reader is known. One rule for all of a unit: its lists, its people and their
 * pages. Name, unit and the file of units make one text, in which the name's own line must hold the unit's
 * code.
 */
export function apacheUnits(server: WebServer): string {
  const text = `'\${READER}/%{env:MATCH_UNIT}/' . file('${settingsFolder(server)}/units')`
  const granted = (grant: string) =>
    `m#^([^/]+)/([^/]+)/(?:[^\\n]*\\n)*?user:(?i:\\1)[ \\t]+` +
    `\\x22?(?:[^;\\n]*,)?${grant}(?:,[^;\\n]*)?\\x22?;#`
  const sample = '%{REQUEST_URI} =~ m#^/lomu/[^/]+/oversight/(?:index\\.html)?$#'
  const data = '%{REQUEST_URI} =~ m#^/lomu/[^/]+/(?:list|person/[0-9a-f]+)\\.json$#'
  const said = '%{QUERY_STRING} =~ /^why=oversight(?:&|$)/'
  return `    RewriteCond expr "! ('\${READER}' =~ m#${USER_NAME.source}#)"
    RewriteRule "^" "-" [R=401,L]
    RewriteCond %{REQUEST_URI} "^/lomu/[^/]"
    RewriteCond expr "! (${text} =~ ${granted('(?:all-units|unit:\\2)')})"
    # Oversight: the sample of any unit, and the data behind it only in requests that say so in the log.
    RewriteCond expr "! ((${text} =~ ${granted('oversight')}) && (${sample} || (${data} && ${said})))"
    RewriteRule "^" "-" [R=403,L]
`
}
