/** How hard a text is to read. */
export interface Reading {
  readonly words: number
  readonly sentences: number
  /** Flesch-Kincaid grade (Kincaid et al. 1975): years of school; the reading age is about five more. */
  readonly grade: number
  /** The sentences that are hardest, for whoever mends them. */
  readonly hardest: readonly string[]
}

/**
 * Measures whole sentences of running text. Parts of fewer than six words are labels, not sentences, and take
 * no part; numbers and codes are left out, for they are read at a glance.
 *
 * @param parts paragraphs, items of lists, captions
 */
export function readingOf(parts: readonly string[]): Reading {
  const sentences = parts.flatMap(sentencesOf).filter(sentence => wordsOf(sentence).length >= 6)
  const words = sentences.flatMap(wordsOf)
  return {
    words: words.length,
    sentences: sentences.length,
    grade: gradeOf(sentences),
    hardest: [...sentences].sort((a, b) => gradeOf([b]) - gradeOf([a])).slice(0, 5),
  }
}

function gradeOf(sentences: readonly string[]): number {
  const words = sentences.flatMap(wordsOf)
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0)
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59
}

function sentencesOf(text: string): string[] {
  return text
    .replace(/\s+/g, ' ')
    .split(/(?<=[.!?])\s+(?=[A-Za-z"“(])/)
    .map(sentence => sentence.trim())
}

function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z][A-Za-z'’]*/g) ?? []
}

/** Groups of vowels, two where they part (`ia`, `io`); a silent e at the end is none. */
function syllablesOf(word: string): number {
  const plain = word.toLowerCase().replace(/['’]s?$/, '')
  const stem = plain.replace(/(?:[^laeiouydt]ed|[^aeiouylszx]es|[^laeiouy]e)$/, '').replace(/^y/, '')
  const groups = stem.match(/[aeiouy]+/g)?.length ?? 0
  const parted = stem.match(/i[ao](?!n)|iu|eo|ua/g)?.length ?? 0
  return Math.max(1, groups + parted)
}
