import {
  CASED_PIXELS,
  type Label,
  lineWidth,
  type Palette,
  type PicturePiece,
  type Scene,
  textWidth,
  widthOver,
} from '../../../pipeline/bake/contract/vocabulary.ts'

/** Draws the ground: areas, water, rails, then roads with their edges. */
export function paintGround(
  paper: CanvasRenderingContext2D,
  scene: Scene,
  look: { readonly palette: Palette; readonly metresPerPixel: number },
): void {
  const { palette, metresPerPixel } = look
  paper.lineJoin = 'round'
  for (const { class: name, lines } of scene.shapes) {
    if (!(name in palette.areas) || lines.length === 0) continue
    trace(paper, lines)
    paper.fillStyle = palette.areas[name as keyof Palette['areas']]
    paper.fill('nonzero')
  }
  const roads = scene.shapes.filter(({ class: name, lines }) => name in palette.lines && lines.length > 0)
  for (const edges of [true, false]) {
    for (const { class: name, lines } of roads) {
      const width = lineWidth(name, metresPerPixel)
      const isRoad = name !== 'rail' && name !== 'waterline'
      if (edges && (!isRoad || width < CASED_PIXELS)) continue
      paper.lineCap = edges ? 'butt' : 'round'
      paper.lineWidth = edges ? width + 1.6 : width
      paper.strokeStyle = edges ? palette.casing : palette.lines[name as keyof Palette['lines']]
      trace(paper, lines)
      paper.stroke()
    }
  }
}

/** Draws the greater roads thin and half clear: over squares that hide the ground. */
export function paintRoadsOver(
  paper: CanvasRenderingContext2D,
  scene: Scene,
  look: { readonly palette: Palette; readonly metresPerPixel: number; readonly cellMetres: number },
): void {
  const { over } = look.palette
  paper.save()
  paper.lineJoin = 'round'
  paper.globalAlpha = over.opacity
  for (const [colour, more] of [
    [over.halo, 1.4],
    [over.line, 0],
  ] as const) {
    for (const { class: name, lines } of scene.shapes) {
      const width = widthOver(name, look.metresPerPixel, look.cellMetres)
      if (width === 0 || lines.length === 0) continue
      paper.lineWidth = width + more
      paper.strokeStyle = colour
      trace(paper, lines)
      paper.stroke()
    }
  }
  paper.restore()
}

function trace(paper: CanvasRenderingContext2D, lines: readonly (readonly number[])[]): void {
  paper.beginPath()
  for (const line of lines) {
    paper.moveTo(line[0]!, line[1]!)
    for (let i = 2; i < line.length; i += 2) paper.lineTo(line[i]!, line[i + 1]!)
  }
}

/** Lays the pieces of a picture where they belong. */
export function paintPicture(
  paper: CanvasRenderingContext2D,
  tile: ImageBitmap,
  pieces: readonly PicturePiece[],
): void {
  const { width, height } = tile
  for (const { u, v, side, matrix } of pieces) {
    paper.save()
    paper.transform(...matrix)
    // A little larger than its place: no light shows between two pieces.
    paper.drawImage(tile, u * width, v * height, side * width, side * height, 0, 0, 1.004, 1.004)
    paper.restore()
  }
}

/** Writes names with a halo; numbers of roads stand in a box. */
export function paintNames(
  paper: CanvasRenderingContext2D,
  labels: readonly Label[],
  { palette, font }: { readonly palette: Palette; readonly font: string },
): void {
  paper.textAlign = 'center'
  paper.textBaseline = 'middle'
  paper.lineJoin = 'round'
  for (const { kind, text, x, y, angle, size, bold } of labels) {
    paper.save()
    paper.translate(x, y)
    paper.rotate(angle)
    paper.font = `${bold ? 600 : 500} ${size}px ${font}`
    paper.strokeStyle = palette.halo
    paper.fillStyle = palette.halo
    if (kind === 'number') {
      const width = textWidth(text, size) + 8
      paper.fillRect(-width / 2, -size * 0.72, width, size * 1.44)
      paper.lineWidth = 0.8
      paper.strokeStyle = palette.quietText
      paper.strokeRect(-width / 2, -size * 0.72, width, size * 1.44)
    } else {
      paper.lineWidth = 3.5
      paper.strokeText(text, 0, 0)
    }
    paper.fillStyle = kind === 'place' ? palette.text : palette.quietText
    paper.fillText(text, 0, 0.5)
    paper.restore()
  }
}
