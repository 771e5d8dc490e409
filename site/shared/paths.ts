/** The address of a baked file from the site's root. @example rooted('data/a.csv') === '/data/a.csv' */
export function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`
}
