/** What a reader must know before the page is used, the most pressing first. */
const KINDS = ['paused', 'old', 'refused', 'newer'] as const

export type NoticeKind = (typeof KINDS)[number]

/** A notice in a few words, so that all of them have room in one line. */
export interface Notice {
  readonly words: string
  /** For a wall, where it is read from afar. */
  readonly short: string
  readonly link?: { readonly href: string; readonly text: string }
  /** What is told to who asks why. */
  readonly why?: string
}

/**
 * Says something in the line that every page keeps free for it, or takes it back: nothing on the page moves.
 * On a wall the words stand in the foot of each page.
 */
export function tell(root: Document, kind: NoticeKind, notice: Notice | undefined): void {
  for (const line of root.querySelectorAll<HTMLElement>('[data-notices]')) {
    const there = line.querySelector(`[data-kind="${kind}"]`)
    if (!notice) there?.remove()
    else {
      const item = itemOf(root, kind, notice)
      // A reader who has opened the reason keeps it open as long as it is the same.
      if (there?.textContent === item.textContent) continue
      if (there) there.replaceWith(item)
      else insertInOrder(line, item)
    }
  }
  for (const foot of root.querySelectorAll<HTMLElement>('[data-notices-short]')) {
    if (notice) foot.dataset[kind] = notice.short
    else delete foot.dataset[kind]
    foot.textContent = KINDS.flatMap(kind => foot.dataset[kind] ?? []).join(' · ')
  }
}

/** Says in the same line that there is nothing of that kind, once the server has said so. */
export function tellNothing(root: Document, words: string): void {
  for (const line of root.querySelectorAll('[data-notices]')) {
    const quiet = line.querySelector('.quiet')
    if (quiet) quiet.textContent = words
  }
}

function insertInOrder(line: HTMLElement, item: HTMLElement): void {
  const rank = (element: Element) =>
    (KINDS as readonly (string | null)[]).indexOf(element.getAttribute('data-kind'))
  const next = [...line.querySelectorAll('[data-kind]')].find(other => rank(other) > rank(item))
  line.insertBefore(item, next ?? line.querySelector('.quiet'))
}

function itemOf(root: Document, kind: NoticeKind, { words, link, why }: Notice): HTMLElement {
  const item = root.createElement('li')
  item.className = kind
  item.dataset.kind = kind
  const text = root.createElement('span')
  text.textContent = words
  item.append(text)
  if (link) {
    const anchor = root.createElement('a')
    anchor.href = link.href
    anchor.textContent = link.text
    item.append(' ', anchor)
  }
  if (why !== undefined) item.append(' ', whyOf(root, why))
  return item
}

function whyOf(root: Document, why: string): HTMLElement {
  const details = root.createElement('details')
  const summary = root.createElement('summary')
  summary.textContent = 'Why'
  const told = root.createElement('p')
  told.textContent = why
  details.append(summary, told)
  return details
}
