import { createHmac } from 'node:crypto'

declare const personId: unique symbol
declare const pseudonym: unique symbol
declare const personal: unique symbol

/** The force's own reference of a person. */
export type PersonId = string & { readonly [personId]: true }

/** A keyed name for a person that tells nothing without the key: 32 hexadecimal digits. */
export type Pseudonym = string & { readonly [pseudonym]: true }

/** A value about an identifiable person; what the areas product takes cannot hold it. */
export type Personal<T> = T & { readonly [personal]: true }

/**
 * Pseudonym of a person: the first 32 hexadecimal digits of HMAC-SHA-256(key, id). Throws RangeError for a key under 16 bytes.
 *
 * @example pseudonymOf(key, 'P1' as PersonId) === pseudonymOf(key, 'P1' as PersonId)
 */
export function pseudonymOf(key: Uint8Array, id: PersonId): Pseudonym {
  if (key.length < 16) throw new RangeError('a key of at least 16 bytes is needed')
  return createHmac('sha256', key).update(id).digest('hex').slice(0, 32) as Pseudonym
}
