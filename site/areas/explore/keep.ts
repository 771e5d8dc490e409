import type { History } from '../../../pipeline/bake/contract/vocabulary.ts'
import { download, fileName, save } from '../../shared/client/download.ts'
import { find } from '../../shared/client/draw.ts'
import { pathInWeek } from '../../shared/client/week.ts'
import { rooted } from '../../shared/paths.ts'
import { fetchJson } from '../client/cells.ts'
import type { SquaresGeoJson } from '../client/export.ts'
import { type Counted, offencesCsv, squaresCsv, squaresGeoJson } from './files.ts'

/** What is on the page when a file of it is asked for. */
interface Shown {
  readonly history: History
  readonly geojson: string
  /** The filters in words. */
  readonly about: string
  readonly list: readonly Counted[]
  rows(): Uint32Array
}

/** Ties the buttons that save what is shown: each file names its filters and is marked. */
export function bindFiles(root: HTMLElement, shown: () => Shown | null): void {
  const said = find('#explore-saved')
  const { marking = '', force = '' } = root.dataset
  const week = document.documentElement.dataset.week ?? ''
  const title = ({ history, about }: Shown) =>
    `${marking}. ${force}. ${history.header.title}, recorded offences, not predicted. ${about}. ` +
    `Week ${week}. Not evidence; not grounds for stop and search`
  const name = (kind: string, ending: string, { history }: Shown) =>
    fileName(marking, [force, history.header.slug, kind, week], ending)
  const on = (button: string, act: (shown: Shown) => Promise<string> | string) =>
    find(`[name=${button}]`).addEventListener('click', async () => {
      const now = shown()
      if (now) said.textContent = await act(now)
    })
  const keep = (file: string, text: string) => {
    download(file, text)
    return `Saved ${file}`
  }
  on('squares-csv', now => keep(name('squares', 'csv', now), squaresCsv(title(now), now.history, now.list)))
  on('offences-csv', now =>
    keep(name('offences', 'csv', now), offencesCsv(title(now), now.history, now.rows())),
  )
  on('geojson', async now => {
    const baked = (await fetchJson(rooted(now.geojson), 'the shapes of the squares')) as SquaresGeoJson
    const shapes = new Map(baked.features.map(({ id, geometry }) => [id, geometry]))
    const about = { marking, title: title(now) }
    const text = squaresGeoJson(about, now.history, { list: now.list, shapes })
    const file = name('squares', 'geojson', now)
    save(file, new Blob([text], { type: 'application/geo+json' }))
    return `Saved ${file}`
  })
  on('share', async () => {
    const url = `${location.origin}/${week}${pathInWeek(location.pathname)}${location.search}`
    const copied = await navigator.clipboard?.writeText(url).then(
      () => true,
      () => false,
    )
    return copied ? `Link copied: ${url}` : url
  })
}
