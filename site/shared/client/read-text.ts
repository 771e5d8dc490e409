/** What a page needs of the network: the text at an address, or undefined where there is none. */
export type Read = (path: string) => Promise<string | undefined>

/** The text at an address of this site as it stands now; undefined where it cannot be had. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    const response = await fetch(path, { cache: 'no-cache' })
    // Read whatever it says: an answer left unread keeps its connection open.
    const text = await response.text()
    return response.ok ? text : undefined
  } catch {
    return undefined
  }
}
