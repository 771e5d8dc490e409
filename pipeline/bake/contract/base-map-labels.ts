import { NAMES_UP_TO, NUMBERS_UP_TO, PLACE_LETTERS } from './base-map-style.ts'

/** A name to be placed: along a line (pixels, x and y in turn), or at its one point. */
export interface Candidate {
  readonly kind: 'place' | 'street' | 'number'
  readonly text: string
  /** 1 is placed first. */
  readonly rank: number
  readonly at: readonly number[]
}

/** A name in its place: the middle of its letters in pixels, the angle in radians. */
export interface Label {
  readonly kind: Candidate['kind']
  readonly text: string
  readonly x: number
  readonly y: number
  readonly angle: number
  readonly size: number
  readonly bold: boolean
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const STREET_SIZE = 11
const NUMBER_SIZE = 10.5
/** Two labels of one street or road are not nearer than this, in pixels. */
const APART = { street: 260, number: 190, place: 300 }
const BUCKET = 96
const GAP = 3

/**
 * Thins names: the weightier first, each only where it touches none before it and its like is far away; a
 * street's name only along a piece that is straight and long enough. Every view is thinned as one, so
 * that no name is cut at the edge of a tile.
 *
 * @param paper width and height in pixels
 */
export function placeNames(
  candidates: readonly Candidate[],
  paper: { readonly width: number; readonly height: number; readonly metresPerPixel: number },
): Label[] {
  const taken = new Map<string, Box[]>()
  const like = new Map<string, Label[]>()
  const labels: Label[] = []
  const ordered = candidates.map((candidate, i) => ({ candidate, i }))
  ordered.sort((a, b) => a.candidate.rank - b.candidate.rank || a.i - b.i)
  for (const { candidate } of ordered) {
    const label = labelOf(candidate, paper.metresPerPixel)
    if (!label) continue
    const key = `${label.kind} ${label.text}`
    const near = like.get(key)?.some(({ x, y }) => Math.hypot(x - label.x, y - label.y) < APART[label.kind])
    const box = boxOf(label)
    if (near || !isOn(box, paper) || !isFree(taken, box)) continue
    take(taken, box)
    like.set(key, [...(like.get(key) ?? []), label])
    labels.push(label)
  }
  return labels
}

function labelOf({ kind, text, rank, at }: Candidate, metresPerPixel: number): Label | undefined {
  if (kind === 'place') {
    const letters = PLACE_LETTERS[Math.min(PLACE_LETTERS.length, Math.max(1, Math.round(rank))) - 1]!
    if (metresPerPixel > letters.upTo) return undefined
    return { kind, text, x: at[0]!, y: at[1]!, angle: 0, size: letters.size, bold: letters.bold }
  }
  if (metresPerPixel > (kind === 'number' ? NUMBERS_UP_TO : NAMES_UP_TO)) return undefined
  const size = kind === 'number' ? NUMBER_SIZE : STREET_SIZE
  const needed = kind === 'number' ? 40 : textWidth(text, size) + 12
  const piece = straightest(at)
  if (piece.length < needed) return undefined
  const upright =
    Math.abs(piece.angle) > Math.PI / 2 ? piece.angle - Math.sign(piece.angle) * Math.PI : piece.angle
  const angle = kind === 'number' ? 0 : upright
  return { kind, text, x: piece.x, y: piece.y, angle, size, bold: kind === 'number' }
}

/** About how wide letters are, in pixels: the same on every machine, whatever fonts it has. */
export function textWidth(text: string, size: number): number {
  return text.length * size * 0.56
}

/** How far a street may turn under its name, in radians. */
const BENT = 0.22

/** The longest piece of a line that stays straight: its middle, its length and its direction. */
function straightest(at: readonly number[]): { x: number; y: number; length: number; angle: number } {
  let best = { x: at[0] ?? 0, y: at[1] ?? 0, length: 0, angle: 0 }
  let [from, heading, length] = [0, Number.NaN, 0]
  for (let i = 2; i < at.length; i += 2) {
    const [dx, dy] = [at[i]! - at[i - 2]!, at[i + 1]! - at[i - 1]!]
    const angle = Math.atan2(dy, dx)
    const turn = Math.abs(Math.atan2(Math.sin(angle - heading), Math.cos(angle - heading)))
    if (!(turn <= BENT)) [from, heading, length] = [i - 2, angle, 0]
    length += Math.hypot(dx, dy)
    if (length <= best.length) continue
    const [endX, endY] = [at[i]!, at[i + 1]!]
    const chord = Math.atan2(endY - at[from + 1]!, endX - at[from]!)
    best = { x: (at[from]! + endX) / 2, y: (at[from + 1]! + endY) / 2, length, angle: chord }
  }
  return best
}

function boxOf({ text, x, y, angle, size }: Label): Box {
  const [w, h] = [textWidth(text, size) / 2 + GAP, size / 2 + GAP]
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))]
  const [across, up] = [w * cos + h * sin, w * sin + h * cos]
  return { left: x - across, right: x + across, top: y - up, bottom: y + up }
}

function isOn(box: Box, { width, height }: { width: number; height: number }): boolean {
  return box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height
}

function* bucketsOf({ left, right, top, bottom }: Box): Generator<string> {
  for (let x = Math.floor(left / BUCKET); x <= right / BUCKET; x++)
    for (let y = Math.floor(top / BUCKET); y <= bottom / BUCKET; y++) yield `${x} ${y}`
}

function isFree(taken: ReadonlyMap<string, readonly Box[]>, box: Box): boolean {
  for (const bucket of bucketsOf(box)) if (taken.get(bucket)?.some(other => touch(box, other))) return false
  return true
}

function take(taken: Map<string, Box[]>, box: Box): void {
  for (const bucket of bucketsOf(box)) taken.set(bucket, [...(taken.get(bucket) ?? []), box])
}

function touch(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
