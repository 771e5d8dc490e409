import { h, type Tree } from '../../shared/charts/tree.ts'
import { RECORDS } from '../../shared/words/records.ts'
import { DECISION_REASONS, DECISIONS, REVIEW_WEEKS } from '../words/decisions.ts'

/** A slip to fill in and copy into the record: agree, disagree or need more, why, and when to look again. */
export function decisionSlip(): Tree {
  const { standard, most } = REVIEW_WEEKS
  const blank = DECISIONS.map(({ words }) => `☐ ${words}`).join('  ')
  return h(
    'section',
    { class: 'decision', 'aria-labelledby': 'slip', 'data-slip': true },
    h('h2', { id: 'slip' }, 'Your decision'),
    h(
      'p',
      { class: 'small no-print' },
      `A person decides. Fill this in and copy it into the ${RECORDS} record: nothing is kept or sent here.`,
    ),
    h(
      'form',
      { class: 'slip no-print' },
      h(
        'fieldset',
        {},
        h('legend', {}, 'Decision'),
        h('div', { class: 'choices' }, ...DECISIONS.map(({ code, words }, i) => radio(code, words, i === 0))),
      ),
      field('slip-reason', 'Why', select()),
      field('slip-weeks', `Review in weeks (at most ${most})`, weeksInput()),
      field('slip-text', 'Text to copy', h('textarea', { id: 'slip-text', readonly: true, rows: 5 })),
      h('button', { type: 'submit' }, 'Copy the text'),
      h('p', { class: 'small', role: 'status' }),
    ),
    h(
      'p',
      { class: 'print-block' },
      `${blank}  Why: .......................... Review in ${standard} weeks ` +
        `(at most ${most}), on: ............ ` +
        'Officer and day: ..........................',
    ),
  )
}

function radio(code: string, words: string, checked: boolean): Tree {
  return h(
    'label',
    { class: 'choice' },
    h('input', { type: 'radio', name: 'decision', value: code, checked }),
    words,
  )
}

function field(id: string, words: string, control: Tree): Tree {
  return h('div', { class: 'field' }, h('label', { for: id }, words), control)
}

function select(): Tree {
  const options = DECISION_REASONS.map(({ code, words }) => h('option', { value: code }, words))
  return h('select', { id: 'slip-reason', name: 'reason' }, ...options)
}

function weeksInput(): Tree {
  const { standard, most } = REVIEW_WEEKS
  return h('input', { id: 'slip-weeks', name: 'weeks', type: 'number', min: 1, max: most, value: standard })
}
