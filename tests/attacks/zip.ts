import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of a .zip made by hand, honest unless told otherwise. */
export interface ZipEntry {
  readonly name: string | Uint8Array
  readonly data: string | Uint8Array
  readonly deflate?: boolean
  /** Declared size of the unpacked data. */
  readonly size?: number
  readonly crc?: number
  /** Unix mode, for example 0o120777 for a link. */
  readonly mode?: number
  readonly flags?: number
}

/** The bytes of a .zip. `count` is the number of entries that it declares. */
export function zip(entries: readonly ZipEntry[], count = entries.length): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const { local, central } = zipEntry(entry, offset)
    locals.push(local)
    centrals.push(central)
    offset += local.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

function zipEntry(entry: ZipEntry, offset: number): { local: Buffer; central: Buffer } {
  const data = Buffer.from(entry.data)
  const packed = entry.deflate ? deflateRawSync(data) : data
  const name = Buffer.from(entry.name)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(entry.flags ?? 0x800, 2)
  common.writeUInt16LE(entry.deflate ? 8 : 0, 4)
  common.writeUInt16LE(0x21, 8)
  common.writeUInt32LE(entry.crc ?? crc32(data), 10)
  common.writeUInt32LE(packed.length, 14)
  common.writeUInt32LE(entry.size ?? data.length, 18)
  common.writeUInt16LE(name.length, 22)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6)
  tail.writeUInt32LE(offset, 10)
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed]),
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, name]),
  }
}
