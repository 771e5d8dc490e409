/** The ways in which a reader of the people site can be known, each with when it is the right one. */
export const SIGN_IN_WAYS = {
  password: 'a name and a password, kept in a file on this machine',
  certificate: 'a certificate of the reader: his name is the common name (CN) of its subject',
  kerberos: 'the sign-in of the Windows domain (Kerberos), checked by this server',
  oidc: 'the sign-in page of the force (OpenID Connect), asked by this server',
  proxy: 'a proxy in front that has checked the reader (Kerberos, OpenID Connect, SAML) and tells his name',
} as const

export type SignInWay = keyof typeof SIGN_IN_WAYS

/** An address that stands for the trusted proxy until an administrator writes the real one (RFC 5737). */
export const PROXY_ADDRESS = '192.0.2.10'

/** The header in which a trusted proxy tells the reader's name. From any other address it is not read. */
export const PROXY_HEADER = 'X-Remote-User'

/** What a reader's name may be made of: nothing that parts things in the file of units or in a log. */
export const USER_NAME = /^[A-Za-z0-9._@-]+$/
