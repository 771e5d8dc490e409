import type { Product } from './headers.ts'
import {
  accessLogOf,
  accountOf,
  builderFolder,
  type Deployment,
  inboxOf,
  PRODUCTS,
  reportOf,
  settingsFolder,
  stateFolder,
} from './web-server.ts'

/** The services and timers of a force, by their file names. */
export function systemdUnits(deployment: Deployment): ReadonlyMap<string, string> {
  const { name } = deployment.server
  return new Map([
    [`${name}-feed.service`, feed(deployment)],
    [`${name}-feed.timer`, timer('Looks for a new extract every quarter of an hour', '*:0/15')],
    [`${name}-verify.service`, verify(deployment)],
    [`${name}-verify.timer`, timer('Checks the archive and reports on openings every week', 'Mon 06:00')],
    [`${name}-alert@.service`, alert(deployment)],
    ...PRODUCTS.map(
      product => [`${accountOf(deployment.server, product)}.service`, site(deployment, product)] as const,
    ),
  ])
}

function timer(description: string, when: string): string {
  return `[Unit]
Description=Foresite: ${description}

[Timer]
OnCalendar=${when}
# After a night without power: as soon as the machine is back.
Persistent=true
AccuracySec=1min

[Install]
WantedBy=timers.target
`
}

/** What a service of the program may do: nothing but compute and write where it is told. */
function confined(deployment: Deployment, writable: readonly string[]): string {
  const paths = [deployment.project, deployment.node, deployment.server.home, deployment.force ?? '']
  const inHomes = paths.some(path => /^\/(home|root|run\/user)\//.test(path))
  return `NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=${writable.join(' ')}
ProtectHome=${inHomes ? 'read-only' : 'yes'}
# Nothing is fetched and nothing is sent: there is no network but the machine's own loop.
PrivateNetwork=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
CapabilityBoundingSet=
${COMMON}`
}

/**
 * RestrictSUIDSGID is left out where weeks are published: their folders hand their group on by that bit.
 * MemoryDenyWriteExecute is left out where Node runs: it compiles as it goes.
 */
const COMMON = `PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
RestrictNamespaces=yes
RestrictRealtime=yes
LockPersonality=yes
SystemCallArchitectures=native
UMask=0027`

function program({ node, project, force }: Deployment, command: string, options: readonly string[]): string {
  const named = force === undefined ? [] : ['--force', force]
  return `WorkingDirectory=${project}
Environment=TZ=UTC "PATH=${project}/node_modules/.bin:/usr/local/bin:/usr/bin:/bin"
ExecStart=${[node, `${project}/pipeline/${command}.ts`, ...options, ...named].join(' ')}`
}

function feed(deployment: Deployment): string {
  const { server } = deployment
  const [inbox, { name, home }] = [inboxOf(server), server]
  return `[Unit]
Description=Foresite: the week of each complete extract in ${inbox}
OnFailure=${name}-alert@%n.service

[Service]
Type=oneshot
User=${name}
Group=${name}
${program(deployment, 'feed', ['--inbox', inbox, '--home', home, '--once'])}
# 2: nothing new. 3 and 4: the extract was refused, 5: it failed; both raise the alert.
SuccessExitStatus=2
# What the builder of the pages writes of its own lies apart for each force.
StateDirectory=${name}
StateDirectoryMode=0750
BindPaths=/var/lib/${name}:${builderFolder(deployment.project)}
Nice=10
${confined(deployment, [home, inbox])}
`
}

function verify(deployment: Deployment): string {
  const { server } = deployment
  const { name, home } = server
  // A force that is named for verify is one of several in a home; here the home is its own already.
  return `[Unit]
Description=Foresite: checks the archive, and reports who opened people and who did so out of the common
OnFailure=${name}-alert@%n.service

[Service]
Type=oneshot
User=${name}
Group=${name}
${program({ ...deployment, force: undefined }, 'verify', ['--home', home])}
# The report, for the auditor: a line that begins with UNUSUAL is to be asked about.
StandardOutput=append:${reportOf(server)}
StandardError=journal
Nice=10
${confined(deployment, [home])}
`
}

function alert({ server }: Deployment): string {
  return `[Unit]
Description=Foresite: tells that %i has failed

[Service]
Type=oneshot
DynamicUser=yes
# Into the journal and syslog as an alert. In its place the force's own way: a mail, a page, a ticket.
ExecStart=/usr/bin/logger -p daemon.alert -t ${server.name} "%i has failed: systemctl status %i"
`
}

/** One site's server. Its user may read that site and write its access log, and nothing else of the home. */
function site({ server }: Deployment, product: Product): string {
  const { name, home } = server
  const [account, folder] = [accountOf(server, product), settingsFolder(server)]
  const hidden = ['keys', 'quarantine', 'aside', ...(product === 'areas' ? ['unpacked'] : [])]
  return `[Unit]
Description=Foresite: the ${product} site
After=network.target
OnFailure=${name}-alert@%n.service

[Service]
User=${account}
Group=${account}
Environment=TZ=UTC
ExecStart=/usr/sbin/nginx -c ${folder}/nginx-${product}.conf -g "daemon off;"
ExecReload=/bin/kill -s HUP $MAINPID
# Apache in its place:
#ExecStart=/usr/sbin/apache2 -f ${folder}/apache-${product}.conf -DFOREGROUND
#ExecReload=/bin/kill -s USR1 $MAINPID
Restart=on-failure
LimitNOFILE=65536
StateDirectory=${stateFolder(server, product).replace('/var/lib/', '')}
StateDirectoryMode=0750
NoNewPrivileges=yes
ProtectSystem=strict
# Of the logs it may write ${accessLogOf(server, product)} alone; the others are not its own.
ReadWritePaths=${home}/log
InaccessiblePaths=${hidden.map(at => `-${home}/${at}`).join(' ')} -${inboxOf(server)}
ProtectHome=${/^\/(home|root)\//.test(home) ? 'read-only' : 'yes'}
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictSUIDSGID=yes
# For a port below 1024.
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
${COMMON}

[Install]
WantedBy=multi-user.target
`
}
