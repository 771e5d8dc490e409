import { hmacSha256 } from '../lib/hmac.ts'

declare const personal: unique symbol
declare const pseudonym: unique symbol

/**
 * A value about an identifiable person. To the compiler it is no T: nothing that takes a T accepts it, so
 * that no contract of the areas product can hold it. Only `disclosed` gives the T back, and only rooms of the
 * people product may call it.
 */
export interface Personal<T> {
  readonly [personal]: T
}

/** The force's own reference of a person. */
export type PersonId = Personal<string>

/** Marks a value as personal; what it is at run time does not change. @example personalOf('P1') */
export function personalOf<T>(value: T): Personal<T> {
  return value as unknown as Personal<T>
}

/**
 * The value behind a personal one, for files and pages of the people product alone.
 *
 * @example disclosed(personalOf('P1')) === 'P1'
 */
export function disclosed<T>(value: Personal<T>): T {
  return value as unknown as T
}

/** A keyed name for a person that tells nothing without the key: 32 hexadecimal digits. */
export type Pseudonym = string & { readonly [pseudonym]: true }

/**
 * Pseudonym of a person: the first 32 hexadecimal digits of HMAC-SHA-256(key, id). Throws RangeError for a
 * key under 16 bytes.
 *
 * @example pseudonymOf(key, personalOf('P1')).length === 32
 */
export function pseudonymOf(key: Uint8Array, id: PersonId): Pseudonym {
  if (key.length < 16) throw new RangeError('a key of at least 16 bytes is needed')
  return hmacSha256(key, Buffer.from(disclosed(id)))
    .toString('hex')
    .slice(0, 32) as Pseudonym
}
