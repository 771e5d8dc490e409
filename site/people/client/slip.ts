import { find } from '../../shared/client/draw.ts'
import { type SlipFacts, slipText } from '../words/decisions.ts'
import { LIVE } from '../words/live.ts'

/** Brings the decision slip to life: its text follows what is chosen, and a press copies it. */
export function startSlip(root: HTMLElement, facts: SlipFacts): void {
  const form = find<HTMLFormElement>('form', root)
  const area = find<HTMLTextAreaElement>('textarea', root)
  const status = find<HTMLElement>('[role="status"]', root)
  const write = () => {
    const data = new FormData(form)
    const said = (name: string) => String(data.get(name) ?? '')
    const choice = { decision: said('decision'), reason: said('reason'), weeks: Number(said('weeks')) }
    area.value = slipText(facts, choice, new Date().toISOString().slice(0, 10))
    status.textContent = ''
  }
  form.addEventListener('input', write)
  form.addEventListener('submit', event => {
    event.preventDefault()
    copy(area).then(
      () => {
        status.textContent = 'Copied.'
      },
      () => {
        status.textContent = LIVE.copyByHand
      },
    )
  })
  write()
}

/** Copies a field's text; without a secure address a browser refuses, and the text stays marked. */
async function copy(area: HTMLTextAreaElement): Promise<void> {
  area.select()
  await navigator.clipboard.writeText(area.value)
}
