/** Strings (with the colon that makes one a key) and the brackets around them. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g

/**
 * Does an object of a JSON text name one key twice? Readers disagree about which of the two holds, so such a
 * text says nothing for certain. The text must be valid JSON.
 *
 * @example namesKeyTwice('{"rows": 1, "rows": 2}') === true
 */
export function namesKeyTwice(json: string): boolean {
  const open: Set<string>[] = []
  for (const [token, text, colon] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (text && colon) {
      const [keys, key] = [open.at(-1)!, JSON.parse(text) as string]
      if (keys.has(key)) return true
      keys.add(key)
    }
  }
  return false
}
