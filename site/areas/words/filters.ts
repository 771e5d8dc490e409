/** One choice of a filter: its text in the address and its words on the page. */
interface Choice {
  readonly value: string
  readonly label: string
}

/** Whether all squares stay on the map, or one kind. */
export const SQUARES = [
  { value: '', label: 'All squares' },
  { value: 'budget', label: 'Within the budget' },
  { value: 'patches', label: 'In patches' },
  { value: 'core', label: 'Stable core' },
  { value: 'flare', label: 'Flare-ups' },
] as const satisfies readonly Choice[]
