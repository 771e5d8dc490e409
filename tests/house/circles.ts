import { fileNamed, importsIn } from './sources.ts'

/** For each file the files of the project that it imports. */
export type Graph = ReadonlyMap<string, readonly string[]>

/** The graph of some texts by path: of all imports, or of those alone that are there when the code runs. */
export function importGraph(texts: ReadonlyMap<string, string>, kind: 'all' | 'run time' = 'all'): Graph {
  const edges = [...texts].map(([path, text]): [string, string[]] => {
    const files = importsIn(text)
      .filter(({ from, typesOnly }) => from.startsWith('.') && (kind === 'all' || !typesOnly))
      .map(({ from }) => fileNamed(path, from))
    return [path, [...new Set(files)]]
  })
  return new Map(edges)
}

/** Everything that a file reaches through its imports, itself only when it stands in a circle. */
export function reachedFrom(graph: Graph, start: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [...(graph.get(start) ?? [])]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue
    reached.add(next)
    waiting.push(...(graph.get(next) ?? []))
  }
  return reached
}

/** The files that stand in a circle: each group is the files that reach one another, sorted. */
export function circles(graph: Graph): string[][] {
  const reach = new Map([...graph.keys()].map(file => [file, reachedFrom(graph, file)]))
  const groups = new Map<string, string[]>()
  for (const [file, reached] of reach) {
    if (!reached.has(file)) continue
    const group = [...reached].filter(other => reach.get(other)?.has(file)).sort()
    groups.set(group.join(' '), group)
  }
  return [...groups.values()]
}
