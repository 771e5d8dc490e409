/** One step of a tour: a part of a page, and what a newcomer should know of it. */
export interface Step {
  /**
   * Path of the page. `:target` stands for the first target, `:unit` for the unit that the reader chose; a
   * page of the meeting ends with its number, as in `/tasking/#2`.
   */
  readonly page: string
  /** Selector of the part that the step points at. */
  readonly part: string
  readonly title: string
  readonly text: string
}

/** A tour of a product for one role: at most six steps, also printed as a handout. */
export interface Tour {
  /** Stands in addresses: `/help/handout/ID/`, `?tour=ID.1`. */
  readonly id: string
  /** The role, as a heading. */
  readonly role: string
  /** What the reader can do after it. */
  readonly aim: string
  readonly steps: readonly Step[]
}

/** What the box of a step says beside the step itself. */
export const TOUR_WORDS = {
  back: 'Back',
  next: 'Next',
  finish: 'Finish',
  end: 'End the tour',
  gone: 'This part is not on the page this week. The text still holds.',
  lost: 'The tour could not be read. The handout on the help page says the same.',
} as const
