import { hashedPath } from '../cells.ts'

/** Path of the outlines in the built site, named by the hash of their bytes. */
export const outlinesPath = (text: string): string => hashedPath('outlines', text)
