import type { Section } from './report.ts'

const STYLE = `body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
pre { white-space: pre-wrap; background: #f4f4f4; padding: 1rem; overflow-wrap: anywhere }
.marking { font-weight: bold; text-align: center }`

/** A page that needs no other file: the marking at the top and the bottom, the sections between. */
export function htmlReport(
  { title, marking }: { title: string; marking: string },
  sections: readonly Section[],
): string {
  const mark = `<p class="marking">${escaped(marking)}</p>`
  const parts = sections.map(
    section => `<h2>${escaped(section.title)}</h2>\n<pre>${section.lines.map(escaped).join('\n')}</pre>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`${marking}: ${title}`)}</title>
<style>
${STYLE}
</style>
</head>
<body>
${mark}
<main>
<h1>${escaped(title)}</h1>
${parts.join('\n')}
</main>
${mark}
</body>
</html>
`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
