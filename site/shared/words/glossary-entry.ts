import type { Product } from '../build.ts'

/** A term of the pages in plain words. */
export interface Entry {
  /** Stands in addresses: `/help/glossary/#ID`. */
  readonly id: string
  readonly term: string
  readonly products: readonly Product[]
  /** Other words by which pages call it. */
  readonly also: readonly string[]
  readonly means: string
  readonly example: string
  /** Ids of entries that belong to it. */
  readonly see: readonly string[]
}

/** What an entry needs beside its product. */
type Words = Omit<Entry, 'products' | 'also' | 'see'> & Partial<Pick<Entry, 'also' | 'see'>>

/** Entries of some products from their words. */
export function entriesOf(products: readonly Product[], words: readonly Words[]): Entry[] {
  return words.map(({ also = [], see = [], ...word }) => ({ ...word, products, also, see }))
}
