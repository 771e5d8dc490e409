import type { Section } from './report.ts'

const STYLE = `body { font: 16px/1.5 sans-serif; max-width: 62rem; margin: 1rem auto; padding: 0 1rem }
body { color: #1a1a1a; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin: 1.75rem 0 .25rem }
p { margin: .25rem 0 .5rem }
pre { font: 14px/1.5 monospace; white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem 1rem }
pre { background: #f2f2f2; color: #1a1a1a; margin: 0 }
.marking { font-weight: bold; text-align: center }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616 }
  pre { color: #eee; background: #262626 }
}
@media print {
  body { color: #000; background: #fff; max-width: none }
  pre { color: #000; background: #fff; border: 1px solid #999 }
}`

const ABOUT =
  'This page says how a weekly extract was read: what arrived, what had to be left out, and what should be ' +
  'changed before the next one. It holds counts and codes, and no record of a person. Its parts stand in ' +
  'order of urgency. A row that is left out is kept aside and counted; nothing is corrected in silence.'

/** A page that needs no other file: the marking at the top and the bottom, the sections between. */
export function htmlReport(
  { title, marking }: { title: string; marking: string },
  sections: readonly Section[],
): string {
  const mark = `<p class="marking">${escaped(marking)}</p>`
  const parts = sections.map(({ title, about, lines }) => {
    const said = about === undefined ? '' : `<p>${escaped(about)}</p>\n`
    return `<h2>${escaped(title)}</h2>\n${said}<pre>${lines.map(escaped).join('\n')}</pre>`
  })
  return `<!doctype html>
<html lang="en-GB">
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
<header>${mark}</header>
<main>
<h1>${escaped(title)}</h1>
<p>${ABOUT}</p>
${parts.join('\n')}
</main>
<footer>${mark}</footer>
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
