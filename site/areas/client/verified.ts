import { checkWords } from '../words/weeks.ts'

/** What the last check of the archive found of one week. */
interface Check {
  readonly at: string
  readonly faults: number
}

/** Says beside each week what the last check of it found. */
async function showChecks(root: Document): Promise<void> {
  const response = await fetch('/status.json', { cache: 'no-cache' }).catch(() => undefined)
  if (!response?.ok) return
  const status: { verified?: Readonly<Record<string, Check>> } = await response.json()
  const checks = new Map(Object.entries(status.verified ?? {}))
  for (const cell of root.querySelectorAll<HTMLElement>('[data-verified]')) {
    const check = checks.get(cell.dataset.verified ?? '')
    if (check) cell.textContent = checkWords(check)
  }
}

void showChecks(document)
