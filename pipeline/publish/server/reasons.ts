/**
 * The coded reasons for which an officer opens a person, as a pattern: nothing else of a query is ever
 * logged.
 */
export const REASONS = ['review', 'referral', 'tasking', 'audit', 'correction'].join('|')
