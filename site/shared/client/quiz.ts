import { scoreWords } from '../words/quiz.ts'
import { find } from './draw.ts'

const quiz = document.querySelector('[data-quiz]')
if (quiz) watchQuiz(quiz)

/** Marks the answers when they are asked for, and says the score in words. Nothing is kept. */
function watchQuiz(quiz: Element): void {
  const questions = [...quiz.querySelectorAll('[data-question]')]
  const score = find<HTMLElement>('[data-score]', quiz)
  find('[name=check]', quiz).addEventListener('click', () => {
    const marks = questions.map(mark)
    const right = marks.filter(Boolean).length
    const must = questions.flatMap((question, i) =>
      question.hasAttribute('data-must') && !marks[i] ? [i + 1] : [],
    )
    score.textContent = scoreWords(right, questions.length, must)
    score.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  })
  find('[name=again]', quiz).addEventListener('click', () => {
    for (const question of questions) clear(question)
    score.textContent = ''
    quiz.querySelector('input')?.focus()
  })
}

/** Marks one question and opens its answer; whether it is right. */
function mark(question: Element): boolean {
  const chosen = question.querySelector<HTMLInputElement>('input:checked')
  const right = chosen?.hasAttribute('data-right') ?? false
  const told = find('[data-told]', question)
  told.textContent = right ? 'Right.' : chosen ? 'Not right.' : 'No answer yet.'
  told.classList.toggle('wrong', !right)
  find<HTMLDetailsElement>('details', question).open = true
  return right
}

function clear(question: Element): void {
  for (const input of question.querySelectorAll('input')) input.checked = false
  find('[data-told]', question).textContent = ''
  find<HTMLDetailsElement>('details', question).open = false
}
