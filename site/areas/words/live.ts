/** What the pages of areas say while a reader uses them: what is being read, what failed, what to do then. */
export const LIVE = {
  readingHistory: 'Reading the recorded offences',
  readingWeeks: 'Reading both weeks ...',
  streetsUnread: 'The streets of this map cannot be read.',
  weekUnread: 'One of these weeks cannot be read: it may be older than this comparison, or paused.',
  nowPaused: 'There is no forecast now: it has been paused. Ask the contact of this page why.',
  noSquareNamed: 'No square is named in the address.',
  noSuchSquare: 'There is no such square in this forecast.',
  chooseOnMap: 'Choose a square on its map, then open the sheet from there.',
  chooseBelow: 'Choose one from the list below.',
  squareNotShown: 'This square could not be shown:',
  limits:
    'A forecast of counts, not of people. Not evidence; not grounds for stop and search. ' +
    'Weigh it with other information.',
  pageNotShown: (why: string) => `This page could not be shown: ${why}.`,
  sheetNotMade: (why: string) => `This sheet could not be made: ${why}.`,
  searchNotStarted: (why: string) => `The search could not start: ${why}.`,
  mapNotStarted: (why: string) =>
    `The live map could not start: ${why}. You can still read the map and the table.`,
  newestInstead: (asked: readonly string[]) =>
    `The address asks for what is not here (${asked.join(', ')}): the newest stands instead.`,
  noPage: (asked: string) => `There is no page ${asked}: this is the first.`,
  nothingFound: (more: string) => `Nothing found. ${more}`,
  tryAnother: (postcode: string, reference: string) =>
    `Try a place, a ward,${postcode} a grid reference such as ${reference}, or a square.`,
  filtersLeave: (squares: string, share: string) =>
    `The filters leave ${squares} squares with ${share} of them.`,
  noneFits: (all: string, where: string) => `No square fits the filters (of ${all}${where})`,
} as const
