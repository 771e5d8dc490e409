/** Groups of reasons of a prediction, in the order in which they are shown. */
export const REASON_GROUPS = ['how recently', 'how often', 'how serious', 'what kind', 'age'] as const

export type ReasonGroup = (typeof REASON_GROUPS)[number]

/** What a reason is called and the group that it belongs to. */
export interface Reason {
  readonly group: ReasonGroup
  readonly words: string
}

const reason = (group: ReasonGroup, words: string): Reason => ({ group, words })

/** The reasons of a prediction by feature, in the order in which they are shown: one feature, one reason. */
export const REASONS = {
  weeksSinceCharge: reason('how recently', 'Time since the last charge'),
  charges13: reason('how often', 'Charges in the last 13 weeks'),
  charges26: reason('how often', 'Charges 14 to 26 weeks ago'),
  charges52: reason('how often', 'Charges 27 to 52 weeks ago'),
  charges104: reason('how often', 'Charges 53 to 104 weeks ago'),
  chargesEarlier: reason('how often', 'Charges more than two years ago'),
  pending: reason('how often', 'Charges still pending'),
  gap: reason('how serious', 'Harm score beside the high cut-point'),
  heaviest: reason('how serious', 'Harm weight of the heaviest charge'),
  violence: reason('what kind', 'Charges for violence'),
  weapons: reason('what kind', 'Charges for weapons'),
  sexual: reason('what kind', 'Charges for sexual offences'),
  robbery: reason('what kind', 'Charges for robbery'),
  acquisitive: reason('what kind', 'Charges for theft and burglary'),
  drugs: reason('what kind', 'Charges for drugs'),
  age: reason('age', 'Age'),
} as const satisfies Readonly<Record<string, Reason>>

export type ReasonName = keyof typeof REASONS
