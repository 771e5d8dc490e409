/** What the force calls the system that its records come from: a setting, fixed when a site is built. */
export const RECORDS: string =
  typeof import.meta.env === 'undefined' ? 'CONNECT' : (import.meta.env.FORESITE_RECORDS ?? 'CONNECT')
