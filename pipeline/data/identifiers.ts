/** Characters that nobody sees: zero-width ones, joiners, direction marks, soft hyphens. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

/**
 * The form in which identifiers are compared: Unicode NFKC, without characters of no width and outer spaces.
 * Two identifiers that differ only so are one.
 *
 * @example plainId(' Ｐ1\u200b') === 'P1'
 */
export function plainId(id: string): string {
  return id.normalize('NFKC').replace(UNSEEN, '').trim()
}
