import { OPENING_REASONS } from '../../../pipeline/bake/contract/vocabulary.ts'

const KEY = 'foresite-why'

/** A reason for opening people: a code, never a text. */
export type OpeningReason = (typeof OPENING_REASONS)[number]

/** The reason picked in this session; null before one was picked, or where the browser keeps nothing. */
export function pickedReason(session: () => Storage = () => sessionStorage): OpeningReason | null {
  return reasonOf(guarded(() => session().getItem(KEY)))
}

/** Keeps the picked code until the browser's session ends. */
export function keepReason({ code }: OpeningReason, session: () => Storage = () => sessionStorage): void {
  guarded(() => session().setItem(KEY, code))
}

/** Forgets the picked reason, so that it is asked for again. */
export function forgetReason(session: () => Storage = () => sessionStorage): void {
  guarded(() => session().removeItem(KEY))
}

/** The reason with a code; null for any other text. */
export function reasonOf(code: string | null | undefined): OpeningReason | null {
  return OPENING_REASONS.find(reason => reason.code === code) ?? null
}

/** A browser may forbid its storage: then the reason is asked for each time. */
function guarded<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}
