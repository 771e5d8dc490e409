import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { escapeXml } from './svg.ts'

const FONTS = fileURLToPath(new URL('./fonts', import.meta.url))

/** The one face in images: shipped, so that they look the same on a machine that has no fonts at all. */
export const FONT = 'DejaVu Sans'

let sharpModule: Promise<typeof import('sharp')> | undefined

/** Sharp, loaded after fontconfig has been pointed at the shipped fonts alone. */
export function loadSharp(): Promise<typeof import('sharp')> {
  if (!sharpModule) {
    useShippedFonts()
    sharpModule = import('sharp')
  }
  return sharpModule
}

function useShippedFonts(): void {
  const folder = mkdtempSync(join(tmpdir(), 'fontconfig-'))
  const file = join(folder, 'fonts.conf')
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${escapeXml(FONTS)}</dir><cachedir>${escapeXml(folder)}</cachedir></fontconfig>`,
  )
  process.env.FONTCONFIG_FILE = file
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
}
