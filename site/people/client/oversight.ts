import {
  type ListedPerson,
  type PersonPage,
  type RosterFile,
  type SharedFacts,
  TABS,
  type Tab,
  unpackPage,
  unpackPerson,
} from '../../../pipeline/bake/contract/vocabulary.ts'
import { draw, find } from '../../shared/client/draw.ts'
import { formatWhole } from '../../shared/format.ts'
import { sampledPerson } from '../components/sampled.ts'
import { LIVE } from '../words/live.ts'
import { LIST, viewOf } from './address.ts'
import { hideExpired } from './expiry.ts'
import { filterRoster } from './roster.ts'
import { SAMPLE, sampleOf } from './sample.ts'

/** What each request of a sample says to the log. */
const WHY = 'why=oversight'

const root = find<HTMLElement>('[data-oversight]')
const said = find<HTMLElement>('[data-said]', root)

if (!hideExpired(document, new Date())) {
  for (const button of root.querySelectorAll<HTMLButtonElement>('[data-sample]')) {
    const tab = TABS.find(one => one === button.dataset.sample)
    if (tab) button.addEventListener('click', () => void sample(tab))
  }
  said.textContent = LIVE.chooseList
}

/** Draws people of a list by the lot of the week and shows them without anything that says who they are. */
async function sample(tab: Tab): Promise<void> {
  const place = find<HTMLElement>('[data-sampled]', root)
  place.replaceChildren()
  said.textContent = LIVE.drawingSample
  try {
    const { people, of } = await drawn(tab)
    for (const [i, { pseudonym }] of people.entries())
      place.append(draw(sampledPerson(await pageOf(pseudonym), i + 1)))
    const many = `${formatWhole(people.length)} of ${formatWhole(of)} people`
    said.textContent = LIVE.sampled(many, root.dataset.week ?? '')
  } catch {
    place.replaceChildren()
    said.textContent = LIVE.sampleNotDrawn
  }
}

async function drawn(tab: Tab): Promise<{ people: ListedPerson[]; of: number }> {
  const { rows } = await fetched<RosterFile>('list.json')
  const standards = Object.entries(LIST).map(([key, { standard }]) => [key, standard])
  const view = viewOf({ ...Object.fromEntries(standards), tab }, '')
  const people = filterRoster(rows.map(unpackPerson), view, root.dataset.asAt ?? '')
  return { people: sampleOf(people, { week: root.dataset.week ?? '', count: SAMPLE }), of: people.length }
}

async function pageOf(pseudonym: string): Promise<PersonPage> {
  const shared = JSON.parse(root.dataset.unit ?? '') as SharedFacts
  return unpackPage(await fetched(`person/${pseudonym}.json`), shared)
}

async function fetched<T>(path: string): Promise<T> {
  const response = await fetch(`/lomu/${root.dataset.code}/${path}?${WHY}`, { cache: 'no-store' })
  if (!response.ok) throw new Error(String(response.status))
  return (await response.json()) as T
}
