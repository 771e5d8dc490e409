/** The grounds that a reader may choose: in colour, in greys alone, or none. */
export const GROUNDS = ['', 'plain', 'none'] as const

/** A chosen ground. */
export type Ground = (typeof GROUNDS)[number]
