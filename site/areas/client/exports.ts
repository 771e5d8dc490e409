import { fileName, save } from '../../shared/client/download.ts'
import { find } from '../../shared/client/draw.ts'
import { writeState } from '../../shared/client/state.ts'
import { pathInWeek } from '../../shared/client/week.ts'
import { fetchJson } from './cells.ts'
import { cellsCsv, cellsGeoJson, type SquaresGeoJson } from './export.ts'
import type { Drawn, Parts } from './parts.ts'
import { drawPicture } from './picture.ts'
import { VIEW } from './view.ts'

/** Ties the buttons that take the view along: files of what is shown, each named and marked, and a link. */
export function bindExports(parts: Parts, drawn: () => Drawn): void {
  const { root } = parts
  const said = find('#shared', root)
  const on = (name: string, act: () => Promise<string>) =>
    find(`[name=${name}]`, root).addEventListener('click', () => {
      act().then(
        words => {
          said.textContent = words
        },
        (error: Error) => {
          said.textContent = `Not saved: ${error.message}`
        },
      )
    })
  on('csv', async () => keep(parts, drawn(), { ending: 'csv', bytes: csvOf(parts, drawn()) }))
  on('geojson', async () =>
    keep(parts, drawn(), { ending: 'geojson', bytes: await geoJsonOf(parts, drawn()) }),
  )
  on('png', async () => keep(parts, drawn(), { ending: 'png', bytes: await pictureOf(parts, drawn()) }))
  on('print', async () => {
    print()
    return ''
  })
  on('share', () => share(drawn()))
}

function csvOf(parts: Parts, drawn: Drawn): Blob {
  const text = cellsCsv(titleOf(parts, drawn), drawn.chosen)
  return new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' })
}

async function geoJsonOf(parts: Parts, drawn: Drawn): Promise<Blob> {
  const baked = (await fetchJson(parts.root.dataset.geojson!, 'the shapes of the squares')) as SquaresGeoJson
  const about = { marking: parts.root.dataset.marking!, title: titleOf(parts, drawn) }
  return new Blob([cellsGeoJson(about, drawn.chosen, baked)], { type: 'application/geo+json' })
}

const pictureOf = (parts: Parts, drawn: Drawn) =>
  drawPicture({ parts, drawn, marking: parts.root.dataset.marking!, about: aboutOf(parts, drawn) })

/** Who forecasts what of which scope, in words: the head of every file. */
function aboutOf({ root, file }: Parts, { view, members, layer }: Drawn): string[] {
  const where = members.kind === 'force' ? 'whole force' : members.name
  const filters = writeState(VIEW, { ...view, week: '', cell: '', page: 1, sort: '' })
  return [
    `${root.dataset.force}, ${file.title}, week ${document.documentElement.dataset.week}`,
    `data to ${root.dataset.dataTo}`,
    `scope: ${where}`,
    `layer: ${layer.title}`,
    `view: ${filters || 'standard'}`,
    'forecast, not evidence; not grounds for stop and search',
  ]
}

const titleOf = (parts: Parts, drawn: Drawn) =>
  `${parts.root.dataset.marking}. ${aboutOf(parts, drawn).join('. ')}`

/** Saves a file whose name holds marking, force, target, scope, layer and week; says so. */
function keep(
  { root }: Parts,
  { members, layer }: Drawn,
  file: { readonly ending: string; readonly bytes: Blob },
): string {
  const { marking, force, slug } = root.dataset
  const scope = members.kind === 'force' ? 'whole force' : members.name
  const week = document.documentElement.dataset.week
  const name = fileName(marking!, [force!, slug!, scope, layer.id, week!], file.ending)
  save(name, file.bytes)
  return `Saved ${name}`
}

/** Copies the address of this view in its own week, where it stays the same for good. */
async function share({ view }: Drawn): Promise<string> {
  const week = document.documentElement.dataset.week
  const path = `/${week}${pathInWeek(location.pathname)}`
  const url = `${location.origin}${path}${writeState(VIEW, { ...view, week: '' })}`
  const copied = await navigator.clipboard?.writeText(url).then(
    () => true,
    () => false,
  )
  return copied ? `Link copied: ${url}` : url
}
