import type { Store } from '../../shared/client/state.ts'
import type { AreasFile } from '../areas-file.ts'
import type { CellsFile, MapCell } from '../cells.ts'
import type { LiveMap } from './map.ts'
import type { Members } from './members.ts'
import type { Outlines } from './outlines.ts'
import type { LiveTable } from './table.ts'
import type { View } from './view.ts'

/** Everything of the page that follows the state. */
export interface Parts {
  readonly root: HTMLElement
  readonly file: CellsFile
  readonly areas: AreasFile
  readonly store: Store<View>
  readonly map: LiveMap
  readonly outlines: Outlines
  readonly table: LiveTable
}

/** What a view shows: its scope, the squares that the filters leave, those within the budget, the layer. */
export interface Drawn {
  readonly view: View
  readonly members: Members
  readonly chosen: readonly MapCell[]
  readonly outlined: readonly MapCell[]
  readonly layer: CellsFile['layers'][number]
  readonly cell: MapCell
}
