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
  type WebServer,
} from './web-server.ts'

/**
 * What root does once on a new machine, as lines of a shell: a user for the weekly run and one for each site,
 * the folders of the home with their groups, a certificate to begin with, and the files of passwords and
 * units. Each line may run again and changes nothing that is right already.
 *
 * The group of the home lets both servers pass through it. What the people site is made of belongs to a group
 * of its own, which the weekly run finds at `unpacked` and gives to every later week.
 */
export function setUpCommands({ server, project }: Pick<Deployment, 'server' | 'project'>): string[] {
  const { name } = server
  // The builder of the pages writes one folder of the program's own.
  const builder = `install -d -o ${name} -g ${name} -m 0750 ${builderFolder(project)}`
  return [...users(server), ...folders(server), builder, ...settings(server)]
}

function users(server: WebServer): string[] {
  const { name, home } = server
  const [areas, people] = [accountOf(server, 'areas'), accountOf(server, 'people')]
  const add = (user: string) =>
    `getent passwd ${user} >/dev/null || ` +
    `useradd --system --user-group --no-create-home --home-dir ${home} --shell /usr/sbin/nologin ${user}`
  return [
    ...[name, areas, people].map(add),
    `groupadd --system -f ${name}-inbox`,
    `usermod -a -G ${areas},${people},${name}-inbox ${name}`,
    `usermod -a -G ${name} ${areas}`,
    `usermod -a -G ${name},${areas} ${people}`,
  ]
}

function folders(server: WebServer): string[] {
  const { name, home } = server
  const [people, report] = [accountOf(server, 'people'), reportOf(server)]
  return [
    `install -d -m 2750 ${home}`,
    // Weeks that somebody else published here before.
    `chown -R -h ${name}:${name} ${home}`,
    `install -d -o ${name} -g ${name} -m 2710 ${home}/log`,
    `install -d -o ${name} -g ${people} -m 2750 ${home}/unpacked`,
    `cd ${home} && for at in unpacked archive/*/people served/*/people status/people.json; do ` +
      `[ ! -e $at ] || chgrp -R -h ${people} $at; done`,
    `touch ${report} && chown ${name}:${name} ${report} && chmod 0600 ${report}`,
    // Whoever delivers extracts joins this group, and sees nothing else.
    `install -d -o ${name} -g ${name}-inbox -m 2770 ${inboxOf(server)}`,
    ...PRODUCTS.flatMap(product => {
      const [log, account] = [accessLogOf(server, product), accountOf(server, product)]
      return [
        `touch ${log} && chown ${name}:${account} ${log} && chmod 0660 ${log}`,
        `install -d -o ${account} -g ${account} -m 0750 ${stateFolder(server, product)}`,
      ]
    }),
  ]
}

function settings(server: WebServer): string[] {
  const { name } = server
  const [folder, people] = [settingsFolder(server), accountOf(server, 'people')]
  const [areasHost, peopleHost] = [server.areas.host, server.people.host]
  const [certificate, key] = [`${folder}/certificate.pem`, `${folder}/certificate.key`]
  return [
    `install -d -m 0755 ${folder}`,
    // Signed by itself, so that the server starts: the force's own takes its place.
    `[ -e ${certificate} ] || openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj /CN=${areasHost} ` +
      `-addext subjectAltName=DNS:${areasHost},DNS:${peopleHost} ` +
      `-keyout ${key} -out ${certificate} 2>/dev/null`,
    `chown root:${name} ${key} && chmod 0640 ${key}`,
    `[ -e ${folder}/passwords ] || touch ${folder}/passwords`,
    `[ -e ${folder}/units ] || cat > ${folder}/units <<'END'`,
    ...UNITS_FILE,
    'END',
    ...['passwords', 'units'].map(
      file => `chown root:${people} ${folder}/${file} && chmod 0640 ${folder}/${file}`,
    ),
  ]
}

/** The file of users and units as it is laid down: how to write it, and nobody in it. */
const UNITS_FILE = [
  '# Who may open whose lists. One line a user; whoever is not listed sees no list and no person:',
  '#',
  '#   user:NAME GRANT,GRANT;',
  '#',
  '# NAME as in the file of passwords (or as the proxy or the certificate tells it): letters, digits, ._@-',
  '# Large and small letters are the same: give no two users names that differ in that only.',
  '# GRANT is one of',
  '#   unit:CODE   the lists and people of this unit (CODE as in addresses: /lomu/CODE/)',
  '#   all-units   those of every unit',
  '#   oversight   of every unit the sample without names, each request logged as such',
  '# Where a CODE holds a space, all that follows the NAME stands in double quotes.',
  '#',
  '# user:anna   unit:BE;',
  '# user:bert   unit:BE,unit:CV;',
  '# user:carol  all-units;',
  '# user:dina   oversight;',
]
