/** What a page says of its own week once it has asked the server, and of the age of its data. */
export const WEEK_WORDS = {
  newest: 'This is the newest week.',
  noneRefused: ' No run was refused since it was published.',
  reasonUntold: 'The reason is not shown here: ask the contact at the foot of this page.',
  lastGood: 'The last good week stays in use.',
  notInUse: 'This week is not the one in use.',
  newer: 'Newer week:',
  refused: (day: string) => `Last run refused on ${day}.`,
  paused: (since: string, what: string) => `Paused ${since}${what}.`,
  corrected: (week: string) => `${week} was corrected: its numbers differ.`,
  old: (day: string) => `Old data, to ${day}: do not rely on it.`,
} as const
