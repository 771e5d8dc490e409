import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { h, type Tree } from './tree.ts'

/** The few things of a DOM node that are read here. */
interface Dom {
  readonly nodeType: number
  readonly localName: string
  readonly textContent: string | null
  readonly childNodes: Iterable<Dom>
  readonly attributes: Iterable<{ name: string; value: string }>
}

const ELEMENT = 1
const TEXT = 3

/**
 * Draws an Observable Plot at build time. Plot's own `<style>` is left out, because the content security
 * policy forbids it: what it says stands in `styles/chart.css`.
 *
 * @param label what the figure shows, for those who cannot see it
 */
export function plotFigure(options: Plot.PlotOptions, label: string): Tree {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const svg = Plot.plot({ ...options, document: document as unknown as Document }) as unknown as Dom
  const { tag, attrs, children } = copy(svg)
  const { width, height, fill, class: _class, ...kept } = attrs
  return { tag, attrs: { ...kept, class: 'plot', role: 'img', 'aria-label': label }, children }
}

function copy(node: Dom): Tree {
  const attrs: Record<string, string> = {}
  for (const { name, value } of node.attributes) {
    if (name !== 'style' && !/^(on|aria-)/.test(name) && !value.startsWith('javascript:')) attrs[name] = value
  }
  const children: (Tree | string)[] = []
  for (const child of node.childNodes) {
    if (child.nodeType === TEXT) children.push(child.textContent ?? '')
    else if (child.nodeType === ELEMENT && child.localName !== 'style') children.push(copy(child))
  }
  return h(node.localName, attrs, ...children)
}
