/**
 * Warns where an address names another week than the page shows: a shared link must never pass off one
 * week's numbers as another's.
 */
export function checkWeek(root: Document): void {
  const shown = root.documentElement.dataset.week ?? ''
  const asked = new URLSearchParams(root.defaultView?.location.search ?? '').get('week')
  if (!asked || asked === shown || !/^\d{4}-W\d{2}$/.test(asked)) return
  const note = root.createElement('p')
  note.className = 'late'
  note.setAttribute('role', 'alert')
  note.append(`This link was made for week ${asked}. This page shows week ${shown}: the numbers differ.`)
  root.querySelector('.site-header')?.append(note)
}
