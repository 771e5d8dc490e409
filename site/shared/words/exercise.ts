/** A task of an exercise. The answer is hidden until it is opened. */
export interface Task {
  readonly asks: string
  readonly answer: string
  /** How the answer is found. */
  readonly how: string
}

/** An exercise on invented data: what is known, and what is asked. */
export interface Exercise {
  readonly lead: string
  readonly caption: string
  /** Headings, the first of them that of the rows. */
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly tasks: readonly Task[]
  /** The truth behind the rows, with headings of its own. */
  readonly truth: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
}

/** Letters in a row for reading. @example lettersOf(['A', 'B', 'C']) === 'A, B and C' */
export function lettersOf(letters: readonly string[]): string {
  const last = letters.at(-1) ?? 'none'
  return letters.length < 2 ? last : `${letters.slice(0, -1).join(', ')} and ${last}`
}
