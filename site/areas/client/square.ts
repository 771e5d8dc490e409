import { h } from '../../shared/charts/tree.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { squareTree } from '../square/page.ts'
import { LIVE } from '../words/live.ts'
import { layGround } from './plan.ts'
import { findSquare } from './shard.ts'

const root = find<HTMLElement>('#square')
const says = find<HTMLElement>('#square-says')

const found = findSquare(JSON.parse(root.dataset.shards!), location.search)
found.then(
  answer => {
    if (answer.kind === 'missing') {
      says.textContent = `${answer.words} ${LIVE.chooseBelow}`
      return
    }
    const { square, file } = answer
    const name = `${square.place}, ${square.district}`
    find('h1').textContent = name
    document.title = `${name} · ${document.title}`
    says.remove()
    root.replaceChildren(draw(squareTree(square, file)))
    layGround(root, square)
    find('#square-list').setAttribute('hidden', '')
  },
  (error: Error) => {
    says.replaceChildren(draw(h('strong', {}, `${LIVE.squareNotShown} `)), error.message)
    says.setAttribute('role', 'alert')
  },
)
