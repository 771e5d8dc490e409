/**
 * A piece of a page as plain data: drawn by `Tree.astro` at build time and by `client/draw.ts` in a
 * browser.
 */
export interface Tree {
  readonly tag: string
  readonly attrs: Readonly<Record<string, string>>
  readonly children: readonly (Tree | string)[]
}

type Value = string | number | boolean | null | undefined

/**
 * Makes a node. Attributes that are null, undefined or false are left out; true becomes an empty attribute.
 * `style` and event attributes are refused: the content security policy forbids both.
 *
 * @example h('p', { class: 'quiet' }, 'none').tag === 'p'
 */
export function h(tag: string, attrs: Record<string, Value>, ...children: (Tree | string | null)[]): Tree {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue
    if (name === 'style' || /^on/i.test(name))
      throw new Error(`attribute against the policy: ${name} (${tag})`)
    kept[name] = value === true ? '' : String(value)
  }
  return { tag, attrs: kept, children: children.filter(child => child !== null) }
}

/** All text of a tree, in order. @internal */
export function textOf(tree: Tree | string): string {
  return typeof tree === 'string' ? tree : tree.children.map(textOf).join('')
}
