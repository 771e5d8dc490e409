import { h } from '../../shared/charts/tree.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { sheetTree } from '../square/sheet.ts'
import { LIVE } from '../words/live.ts'
import { layGround } from './plan.ts'
import { findSquare } from './shard.ts'

const root = find<HTMLElement>('#sheet')
const says = find<HTMLElement>('#sheet-says')

findSquare(JSON.parse(root.dataset.shards!), location.search).then(
  found => {
    if (found.kind === 'missing') {
      says.textContent = `${found.words} ${LIVE.chooseOnMap}`
      return
    }
    const { square, file } = found
    const name = `Patrol sheet: ${square.place}, ${square.district}`
    find('h1').textContent = name
    document.title = `${name} · ${document.title}`
    says.remove()
    const print = draw(h('button', { type: 'button', class: 'no-print' }, 'Print this sheet'))
    print.addEventListener('click', () => window.print())
    root.replaceChildren(print, draw(sheetTree(square, file, document.documentElement.dataset.week ?? '')))
    layGround(root, square)
  },
  (error: Error) => {
    says.textContent = LIVE.sheetNotMade(error.message)
    says.setAttribute('role', 'alert')
  },
)
