import { describe, expect, it } from 'vitest'
import { type AskedOfPeople, peopleQuestions } from '../../../site/people/words/quiz.ts'
import { PASS, type Question, scoreWords, shuffled } from '../../../site/shared/words/quiz.ts'

const asked: AskedOfPeople = {
  people: 669,
  high: 107,
  falling: 12,
  highCut: 500,
  unit: { code: 'BW', name: 'Birmingham West', support: 85 },
  weeks: 52,
  baseRate: 0.028,
  precision: 0.037,
}
const untested = { ...asked, baseRate: null, precision: null }
const text = (questions: readonly Question[], id: string) =>
  JSON.stringify(questions.find(question => question.id === id))

describe('the questions about people', () => {
  it.each([
    ['a judged force', asked],
    ['a force with too few cases', untested],
    ['a base rate of a half', { ...asked, baseRate: 0.5, precision: 0.5 }],
    ['a base rate of nearly all', { ...asked, baseRate: 0.95, precision: 0.95 }],
  ])('of %s are eight, each with three different answers', (_, facts) => {
    const questions = peopleQuestions(facts)
    expect(questions.length).toBe(8)
    expect(new Set(questions.map(({ id }) => id)).size).toBe(8)
    for (const { id, answers } of questions) expect(new Set(answers).size, id).toBe(3)
  })

  it('speak of the numbers of the week', () => {
    const questions = peopleQuestions(asked)
    expect(text(questions, 'decay')).toContain('12 of their bands')
    expect(text(questions, 'base-rate')).toContain('About 3')
    expect(text(questions, 'precision')).toContain('About 96')
  })
})

describe('the check', () => {
  it('has its right answer in each place, and one right answer a question', () => {
    const questions = peopleQuestions(asked)
    const orders = questions.map((question, i) => shuffled(question, i))
    for (const order of orders) expect(order.filter(({ right }) => right).length).toBe(1)
    const places = new Set(orders.map(order => order.findIndex(({ right }) => right)))
    expect(places).toEqual(new Set([0, 1, 2]))
  })

  it('is passed with seven, and not without a question that has to be right', () => {
    expect(scoreWords(PASS, 8, [])).toBe('Passed: 7 of 8 are right.')
    expect(scoreWords(7, 8, [7])).toMatch(/^Not passed yet.*Question 7 has to be right/)
    expect(scoreWords(6, 8, [])).toMatch(/^Not passed yet: 6 of 8/)
  })
})
