/** What the pages of people say while a reader uses them: what is fetched, logged, or failed. */
export const LIVE = {
  fetchingList: 'The list is being fetched.',
  listNotFetched: 'The list could not be fetched. Reload the page, or ask the contact named below.',
  fetchingPerson: 'The person is being fetched.',
  askedAgain: 'You will be asked again with the next person.',
  loggingExport: 'The export is being logged.',
  notExported: 'Not exported: the server did not log the request. Try again, or ask the contact named below.',
  chooseList: 'Choose a list.',
  drawingSample: 'The sample is being drawn, and logged.',
  sampleNotDrawn: 'The sample could not be drawn. Try again, or ask the contact named below.',
  copyByHand: 'The text is marked: copy it with Ctrl+C.',
  nobody: 'Nobody in this selection.',
  openedFor: (reason: string) => `Opened for: ${reason}. This is logged.`,
  exportedFor: (reason: string) => `Exported for: ${reason}. This is logged.`,
  sampled: (many: string, week: string) => `${many}, drawn by the lot of week ${week}. This is logged.`,
  shown: (shown: string, all: string) => `${shown} of ${all} people shown.`,
  capacityLine: (people: string) => `Capacity: ${people} people above this line`,
} as const
