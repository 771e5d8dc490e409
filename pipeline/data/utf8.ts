import { isUtf8 } from 'node:buffer'

/**
 * Looks whether bytes that arrive in pieces are UTF-8, however they are cut.
 *
 * @param refuse makes the error of bytes that are not, from what they seem to be
 */
export function utf8Guard(refuse: (message: string) => Error): { next(chunk: Buffer): void; end(): void } {
  let carry = Buffer.alloc(0)
  return {
    next: chunk => {
      const bytes = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
      const whole = bytes.length - incompleteTail(bytes)
      if (!isUtf8(bytes.subarray(0, whole))) throw refuse(encodingOf(bytes))
      carry = Buffer.from(bytes.subarray(whole))
    },
    end: () => {
      if (carry.length > 0) throw refuse(encodingOf(carry))
    },
  }
}

/** Length of a UTF-8 sequence that the end of the bytes cuts off (0 to 3). */
function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

function encodingOf(bytes: Uint8Array): string {
  for (let i = 0; i < bytes.length; i++) {
    const undefinedIn1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(bytes[i]!)
    if (undefinedIn1252) return 'not-utf-8: the file is not encoded in UTF-8'
  }
  return 'windows-1252: the file is not in UTF-8 but, it seems, in Windows-1252'
}
