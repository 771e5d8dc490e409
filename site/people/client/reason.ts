import { OPENING_REASONS } from '../../../pipeline/bake/contract/vocabulary.ts'

const KEY = 'foresite-why'

/** A reason for opening people: a code, never a text. */
export type OpeningReason = (typeof OPENING_REASONS)[number]

/**
 * The reason picked in this session; null before one was picked, or where the browser keeps nothing.
 * @internal
 */
export function pickedReason(session: () => Storage = () => sessionStorage): OpeningReason | null {
  return reasonOf(guarded(() => session().getItem(KEY)))
}

/** Keeps the picked code until the browser's session ends. @internal */
export function keepReason({ code }: OpeningReason, session: () => Storage = () => sessionStorage): void {
  guarded(() => session().setItem(KEY, code))
}

/** Forgets the picked reason, so that it is asked for again. */
export function forgetReason(session: () => Storage = () => sessionStorage): void {
  guarded(() => session().removeItem(KEY))
}

/** The reason with a code; null for any other text. */
function reasonOf(code: string | null | undefined): OpeningReason | null {
  return OPENING_REASONS.find(reason => reason.code === code) ?? null
}

const asking = new WeakMap<HTMLElement, Promise<OpeningReason>>()

/**
 * The reason of this session, asked for in a panel where none is known yet; asked once, however often.
 *
 * @param panel hidden; holds a button for each reason, with its code
 */
export function askReason(panel: HTMLElement): Promise<OpeningReason> {
  const known = pickedReason()
  if (known) return Promise.resolve(known)
  const asked = asking.get(panel) ?? pickIn(panel)
  asking.set(panel, asked)
  panel.querySelector<HTMLElement>('[data-code]')?.focus()
  return asked
}

function pickIn(panel: HTMLElement): Promise<OpeningReason> {
  panel.hidden = false
  return new Promise(resolve => {
    panel.addEventListener('click', function pick(event) {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-code]') : null
      const reason = reasonOf(button?.dataset.code)
      if (!reason) return
      keepReason(reason)
      panel.hidden = true
      panel.removeEventListener('click', pick)
      asking.delete(panel)
      resolve(reason)
    })
  })
}

/** A browser may forbid its storage: then the reason is asked for each time. */
function guarded<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}
