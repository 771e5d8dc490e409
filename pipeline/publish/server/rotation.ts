import { accessLogOf, accountOf, type Deployment, PRODUCTS, reportOf } from './web-server.ts'

/**
 * The rotation of the access logs for logrotate: each log is renamed and begun anew, the server is told to
 * open the new one, and the old one is compressed a week later, so that no line is lost on the way.
 */
export function rotation({ server, keepWeeks }: Deployment): string {
  const { name } = server
  const logs = PRODUCTS.map(product => {
    const account = accountOf(server, product)
    return `${accessLogOf(server, product)} {
  weekly
  rotate ${keepWeeks}
  dateext
  missingok
  notifempty
  compress
  delaycompress
  create 0660 ${name} ${account}
  postrotate
    systemctl kill --kill-who=main -s USR1 ${account}.service 2>/dev/null || true
  endscript
}
`
  })
  return `# Kept as long as the archived weeks, by the force's retention: ${keepWeeks} weeks.
${logs.join('')}${reportOf(server)} {
  monthly
  rotate ${Math.ceil(keepWeeks / 4)}
  dateext
  missingok
  notifempty
  compress
  create 0600 ${name} ${name}
}
`
}
