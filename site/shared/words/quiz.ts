/** A question with one right answer. */
export interface Question {
  readonly id: string
  readonly asks: string
  /** The right answer first; `shuffled` gives the order of the page. */
  readonly answers: readonly [string, string, string]
  readonly why: string
  /** Where on the pages the number stands. */
  readonly page: { readonly href: string; readonly text: string }
  /** Whether the check cannot be passed without it. */
  readonly must: boolean
}

/** How many of the questions have to be right. */
export const PASS = 7

/** The answers in the order of the page, the right one in another place from question to question. */
export function shuffled({ answers }: Question, number: number): { text: string; right: boolean }[] {
  const turned = answers.map(
    (_, i) => (i + answers.length - ((number * 2) % answers.length)) % answers.length,
  )
  return turned.map(i => ({ text: answers[i]!, right: i === 0 }))
}

/** What a score says, in words. `must` are the numbers of the questions that are needed and were wrong. */
export function scoreWords(right: number, of: number, must: readonly number[]): string {
  const score = `${right} of ${of} are right.`
  if (right >= PASS && must.length === 0) return `Passed: ${score}`
  const needed = must.length > 0 ? ` Question ${must.join(' and ')} has to be right.` : ''
  return `Not passed yet: ${score} You need ${PASS}.${needed} Read the answers below, then try again.`
}
