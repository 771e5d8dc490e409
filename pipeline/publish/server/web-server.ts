/** What a force's own web server needs to know to serve both sites. Paths are absolute and without spaces. */
export interface WebServer {
  readonly home: string
  /** Where each site listens, and its host name. */
  readonly areas: { readonly listen: string; readonly name: string }
  readonly people: { readonly listen: string; readonly name: string }
  /** Passwords of the people site's users, as `htpasswd` writes them. */
  readonly passwords: string
  /** Which unit each user belongs to. */
  readonly units: string
  readonly tls?: { readonly certificate: string; readonly key: string }
}

/**
 * The settings that the printed configurations start from: an administrator changes names, ports and
 * certificates.
 */
export function webServerOf(home: string): WebServer {
  return {
    home,
    areas: { listen: '443', name: 'foresite-areas.example' },
    people: { listen: '443', name: 'foresite-people.example' },
    passwords: '/etc/foresite/passwords',
    units: '/etc/foresite/units',
    tls: { certificate: '/etc/foresite/certificate.pem', key: '/etc/foresite/certificate.key' },
  }
}
