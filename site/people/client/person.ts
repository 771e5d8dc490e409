import { find } from '../../shared/client/draw.ts'
import { openPerson, personView } from './person-view.ts'

// The page of one person on its own, as a link, a new tab or a reload opens it.
const root = find<HTMLElement>('[data-person]')
const params = new URLSearchParams(location.search)
const pseudonym = params.get('p') ?? ''
params.delete('p')
// The way back to the list keeps what was chosen there.
for (const link of root.querySelectorAll<HTMLAnchorElement>('[data-back]')) link.search = params.toString()
void openPerson(personView(root), pseudonym)
// A step back to the list that once stood in this tab: its page is asked for again.
addEventListener('popstate', () => location.reload())
