import { setUpCommands } from './accounts.ts'
import { apacheConfig } from './apache.ts'
import type { Product } from './headers.ts'
import { nginxConfig } from './nginx.ts'
import { rotation } from './rotation.ts'
import { SIGN_IN_WAYS, type SignInWay } from './sign-in-ways.ts'
import { systemdUnits } from './systemd.ts'
import { accountOf, type Deployment, PRODUCTS, settingsFolder, type WebServer } from './web-server.ts'

/** Something that can be printed: as one text, or as files by their names. */
interface Printed {
  readonly whole: (deployment: Deployment) => string
  readonly files: (deployment: Deployment) => ReadonlyMap<string, string>
}

/** What can be printed, by the name that `--print` takes. */
export const DEPLOYMENTS: Readonly<Record<'nginx' | 'apache' | 'systemd', Printed>> = {
  nginx: webServer('nginx', nginxConfig, nginxHead),
  apache: webServer('apache', apacheConfig, apacheHead),
  systemd: {
    whole: deployment =>
      [...systemdFiles(deployment)].map(([name, text]) => `# ==> ${name} <==\n${text}`).join('\n'),
    files: systemdFiles,
  },
}

type Configuration = (server: WebServer, products?: readonly Product[]) => string

function webServer(
  kind: string,
  configuration: Configuration,
  head: (server: WebServer, account: string) => string,
): Printed {
  const text = (deployment: Deployment, products: readonly Product[]) => {
    const { server } = deployment
    const account = accountOf(server, products.at(-1)!)
    return `${opening(kind, deployment)}${head(server, account)}\n${configuration(server, products)}`
  }
  return {
    whole: deployment => text(deployment, PRODUCTS),
    files: deployment =>
      new Map(PRODUCTS.map(product => [`${kind}-${product}.conf`, text(deployment, [product])])),
  }
}

/** The first lines of everything: what it is for, and what root does once. */
function opening(kind: string, { server, project }: Deployment): string {
  return `# Foresite: ${kind} for ${server.home}. Printed by: npm run deploy -- --print ${kind}
#
# Once, as root. The lines that begin with "#$ " are a script. To run it:
#   sed -n 's/^#\\$ //p' THIS_FILE | sh -e
#
${setUpCommands({ server, project })
  .map(line => `#$ ${line}`)
  .join('\n')}
#
# Then a password for each user:   htpasswd -B ${settingsFolder(server)}/passwords anna
# and whose lists each may open:   ${settingsFolder(server)}/units   (it says how)
# and the force's own certificate: ${settingsFolder(server)}/certificate.pem and .key
#
`
}

function nginxHead(server: WebServer, account: string): string {
  return `# Start: nginx -c THIS_FILE, as the user ${account}, by the services of --print systemd.
#
${otherWays(['certificate', 'proxy'], way => `sed -i -e '/#password$/d' -e 's/#${way}# //' THIS_FILE`)}#
# Kerberos and OpenID Connect: by a proxy in front of people (way "proxy"), which alone is believed.
# nginx asks the file of units once: after a change, systemctl reload ${accountOf(server, 'people')}.
`
}

function apacheHead(_server: WebServer, account: string): string {
  return `# Start: apache2 -f THIS_FILE, with TZ=UTC, as the user ${account}, by the services of --print
# systemd.
#
${otherWays(
  ['certificate', 'kerberos', 'oidc', 'proxy'],
  way => `sed -i 's/^Define SIGN_IN_.*/Define SIGN_IN_${way.toUpperCase()}/' THIS_FILE`,
)}#
# Kerberos needs the package libapache2-mod-auth-gssapi, OpenID Connect libapache2-mod-auth-openidc.
`
}

function otherWays(ways: readonly SignInWay[], command: (way: SignInWay) => string): string {
  const lines = ways.map(way => `#   ${way}: ${SIGN_IN_WAYS[way]}\n#     ${command(way)}\n`)
  return `# Readers of people sign in with ${SIGN_IN_WAYS.password}. Other ways:\n${lines.join('')}`
}

function systemdFiles(deployment: Deployment): ReadonlyMap<string, string> {
  const [units, logs] = [systemdUnits(deployment), rotation(deployment)]
  const { name } = deployment.server
  const head = `${opening('systemd', deployment)}${placing(name, [...units.keys()])}`
  return new Map([['README', head], ...units, [`${name}.logrotate`, logs]])
}

function placing(name: string, units: readonly string[]): string {
  const started = units.filter(unit => /\.timer$|-(areas|people)\.service$/.test(unit))
  return `# Where each file goes (npm run deploy -- --print systemd --out DIR writes them):
#   ${name}.logrotate   /etc/logrotate.d/${name}
#   the others${' '.repeat(Math.max(1, name.length))}   /etc/systemd/system/
# and the sites' configurations, so that each site runs as a user of its own:
#   npm run deploy -- --print nginx --out /etc/${name}
# Then: systemctl daemon-reload && systemctl enable --now ${started.join(' ')}
`
}
