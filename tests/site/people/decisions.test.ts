import { describe, expect, it } from 'vitest'
import { OPENING_REASONS } from '../../../pipeline/bake/contract/vocabulary.ts'
import { forgetReason, keepReason, pickedReason } from '../../../site/people/client/reason.ts'
import { decisionWords, slipText } from '../../../site/people/words/decisions.ts'

describe('the decision slip', () => {
  const facts = { reference: 'N1', week: '2026-W47', unit: 'A LOMU', shown: 'Band shown: low.' }

  it('says what was shown, what was decided and why, and when to look again', () => {
    expect(slipText(facts, { decision: 'disagree', reason: 'record', weeks: 4 }, '2026-11-23')).toBe(
      'Foresite, 2026-W47, A LOMU, CONNECT reference N1.\nBand shown: low.\n' +
        'Decision: Disagree (disagree). Reason: The record is wrong or incomplete (record).\n' +
        'Review on 21 Dec 2026.',
    )
  })

  it('puts no review off for longer than thirteen weeks, and takes four where none is named', () => {
    const review = (weeks: number) =>
      slipText(facts, { decision: 'agree', reason: 'local', weeks }, '2026-11-23').split('\n').at(-1)
    expect([review(99), review(0), review(Number.NaN), review(-3)]).toEqual([
      'Review on 22 Feb 2027.',
      'Review on 21 Dec 2026.',
      'Review on 21 Dec 2026.',
      'Review on 30 Nov 2026.',
    ])
  })

  it('says that no score was shown where none was', () => {
    const choice = { decision: 'agree', reason: 'local', weeks: 4 }
    expect(slipText({ ...facts, shown: null }, choice, '2026-11-23')).toContain('No score was shown.')
  })
})

describe('a past decision', () => {
  const decision = {
    decidedOn: '2026-10-01',
    unit: 'BE',
    answer: 'more_needed' as const,
    reason: 'sources',
    reviewOn: '2026-10-29',
  }

  it('says when, by whom, what and why, and whether its review is overdue', () => {
    expect(decisionWords(decision, '2026-11-16')).toBe(
      '1 Oct 2026, BE: Need more (sources). Review was due on 29 Oct 2026.',
    )
    expect(decisionWords(decision, '2026-10-29')).toContain('Review due on 29 Oct 2026.')
    expect(decisionWords({ ...decision, unit: '', reason: null, reviewOn: null }, '2026-11-16')).toBe(
      '1 Oct 2026: Need more.',
    )
  })
})

describe('the reason for opening people', () => {
  const session = () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    }
    return { kept, storage: () => storage as unknown as Storage }
  }

  it('is kept as a code and forgotten on request; anything else is no reason', () => {
    const { kept, storage } = session()
    expect(pickedReason(storage)).toBeNull()
    keepReason(OPENING_REASONS[1], storage)
    expect([...kept.values()]).toEqual(['referral'])
    expect(pickedReason(storage)).toBe(OPENING_REASONS[1])
    kept.set([...kept.keys()][0]!, 'because')
    expect(pickedReason(storage)).toBeNull()
    forgetReason(storage)
    expect(kept.size).toBe(0)
  })

  it('is asked for each time where the browser keeps nothing', () => {
    const forbidden = () => {
      throw new Error('no storage')
    }
    keepReason(OPENING_REASONS[0], forbidden)
    expect(pickedReason(forbidden)).toBeNull()
  })
})
