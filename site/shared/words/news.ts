/** What a version brought that readers notice. */
interface News {
  readonly version: string
  /** In a few words, for the first page. */
  readonly line: string
  readonly items: readonly string[]
}

/** What is new, newest version first. */
export const NEWS: readonly News[] = [
  {
    version: '0.1.0',
    line: 'tours, a check of eight questions, a glossary',
    items: [
      'Tours for each role, on the real pages. Each prints as a handout.',
      'Eight questions on this week’s own numbers, with the answers.',
      'An exercise on invented data, where the truth is known.',
      'A glossary of every term on the pages.',
    ],
  },
]
