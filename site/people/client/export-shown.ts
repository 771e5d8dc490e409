import { download, fileName } from '../../shared/client/download.ts'
import { find } from '../../shared/client/draw.ts'
import { LIVE } from '../words/live.ts'
import { columnsOf } from './address.ts'
import { rosterCsv } from './export.ts'
import type { List } from './list-view.ts'
import { askReason, type OpeningReason } from './reason.ts'

/**
 * Exports whoever is shown, with a coded reason: the list is asked for once more with it, so that the server
 * decides and logs, and only then is the file made.
 */
export async function exportShown(list: List): Promise<void> {
  const { root } = list
  const status = find<HTMLElement>('[data-export-said]', root)
  const reason = await askReason(find('[data-why]', root))
  status.textContent = LIVE.loggingExport
  status.textContent = (await isGranted(root, reason)) ? exported(list, reason) : LIVE.notExported
}

async function isGranted({ dataset }: HTMLElement, { code }: OpeningReason): Promise<boolean> {
  const response = await fetch(`${dataset.file}?why=${code}`, { cache: 'no-store' }).catch(() => null)
  // Read whatever it says: an answer left unread keeps its connection open.
  await response?.text()
  return response?.ok ?? false
}

function exported({ root, store, shown }: List, reason: OpeningReason): string {
  const { marking = '', unit = '', week = '', dataTo = '', runId = '', asAt = '' } = root.dataset
  const { tab } = store.get()
  const code = `${root.dataset.code}${root.dataset.list === 'children' ? '-children' : ''}`
  const facts = { marking, unit, week, dataTo, runId, asAt }
  const csv = rosterCsv(shown, columnsOf(store.get()), facts)
  download(fileName(marking, ['lomu', code, tab, week], 'csv'), csv)
  return LIVE.exportedFor(reason.words)
}
