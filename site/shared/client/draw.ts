import type { Tree } from '../charts/tree.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** Makes the element that a tree describes. Text stays text: nothing is ever parsed as HTML. */
export function draw(tree: Tree, inSvg = false): Element {
  const svg = inSvg || tree.tag === 'svg'
  const element = svg ? document.createElementNS(SVG, tree.tag) : document.createElement(tree.tag)
  for (const [name, value] of Object.entries(tree.attrs)) element.setAttribute(name, value)
  for (const child of tree.children) element.append(typeof child === 'string' ? child : draw(child, svg))
  return element
}

/** The one element that a selector finds; an error names the selector where the page lacks it. */
export function find<T extends Element>(selector: string, root: ParentNode = document): T {
  const found = root.querySelector<T>(selector)
  if (!found) throw new Error(`missing on the page: ${selector}`)
  return found
}
