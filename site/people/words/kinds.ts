/** What an element of a page about people can be, and the words beside it. */
export const KIND_WORDS = {
  fact: 'recorded fact',
  score: 'derived score',
  prediction: 'prediction',
} as const

export type Kind = keyof typeof KIND_WORDS
