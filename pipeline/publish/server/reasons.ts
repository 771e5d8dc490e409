import { OPENING_REASONS } from '../../bake/contract/people-words.ts'

/**
 * The coded reasons for which an officer opens a person, as a pattern: nothing else of a query is ever
 * logged.
 */
export const REASONS = OPENING_REASONS.map(({ code }) => code).join('|')
