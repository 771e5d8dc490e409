import type { Table } from '../../pipeline/models/people/columns.ts'
import type { TreeNode } from '../../pipeline/models/people/tree-growth.ts'
import { type BoostedTrees, orderedRows } from '../../pipeline/models/people/trees.ts'

const MISSING = 255

/** Log-odds of every row of a table: each row walks down each tree, one after the other. */
export function predictTrees(model: BoostedTrees, table: Table): Float64Array {
  const { codes, width } = orderedRows(model, table)
  return Float64Array.from({ length: table.rows }, (_value, r) =>
    model.trees.reduce<number>(
      (sum, tree) => sum + leafOf(tree, codes.subarray(r * width, (r + 1) * width)),
      model.prior,
    ),
  )
}

function leafOf(node: TreeNode | number, codes: Uint8Array): number {
  if (typeof node === 'number') return node
  const code = codes[node.feature]!
  const left = code === MISSING ? node.missingLeft : code <= node.cut
  return leafOf(left ? node.left : node.right, codes)
}
