/** Largest share of a word's letters that may differ from a word that is still called near. */
const MAX_SHARE = 0.5

/**
 * Number of letters to put in, leave out, change or swap with their neighbour to make one text of another.
 *
 * Formula: optimal string alignment distance (Damerau 1964), row by row.
 *
 * @example distance('injry', 'injury') === 1
 */
function distance(a: string, b: string): number {
  let [older, old]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j]!, older[j - 2]! + 1)
    }
    ;[older, old] = [old, row]
  }
  return old[b.length]!
}

/**
 * The known texts that are most like another one, nearest first, at most three; capitals and the signs
 * between words count for nothing. Texts that have little in common with it are left out.
 *
 * @example nearest('used_injry', ['used_no_injury', 'seen']) is ['used_no_injury']
 */
export function nearest(text: string, known: Iterable<string>, count = 3): string[] {
  const wanted = plain(text)
  return [...new Set(known)]
    .map(name => ({ name, off: likeness(wanted, plain(name)) }))
    .filter(({ off }) => off <= MAX_SHARE)
    .sort((a, b) => a.off - b.off || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name)
}

/**
 * Share of letters that differ; a text that holds the other whole is near, the nearer the more it holds.
 */
function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length, 1)
  const off = distance(a, b) / longest
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const holds = short.length >= 3 && long.includes(short)
  return holds ? Math.min(off, 0.25 + 0.2 * (1 - short.length / longest)) : off
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_.-]+/g, '')
}
