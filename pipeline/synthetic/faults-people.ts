import { isoDate } from '../lib/week.ts'
import { edit, keep, type RowFault, type Tools } from './row-fault.ts'

const charges = ['charges'] as const
const persons = ['persons'] as const

/** Turns the cells of one column round by a table of values; other values stay. */
const turn = (name: string, values: Readonly<Record<string, string>>) =>
  edit(name, 1, cell => values[cell] ?? cell)

/** Gives each row the value of the row before it. */
function shiftDown(name: string) {
  return ({ at }: Tools) => {
    let before = ''
    return {
      row: (cells: string[]) => {
        const own = cells[at(name)]!
        if (before) cells[at(name)] = before
        before = own
        return [cells]
      },
    }
  }
}

/** Writes a share of the rows a second time under another id. */
function twice(id: string, share: number) {
  return ({ at, source }: Tools) => ({
    row: (cells: string[]) => {
      const again = cells.map((cell, i) => (i === at(id) ? `${cell}B` : cell))
      return source.next() < share ? [cells, again] : [cells]
    },
  })
}

/** Defects in the records of charges and people, each of which would change who is listed, and as what. */
export const PEOPLE_FAULTS: Readonly<Record<string, RowFault>> = {
  'swapped-outcomes': {
    what: 'convicted and acquitted have changed places',
    tables: charges,
    change: turn('outcome', { convicted: 'acquitted', acquitted: 'convicted' }),
  },
  'decided-outcomes': {
    what: 'every pending charge is sent as convicted on the day of the charge',
    tables: charges,
    change: ({ at }: Tools) => ({
      row: (cells: string[]) => {
        if (cells[at('outcome')] === 'pending') {
          cells[at('outcome')] = 'convicted'
          cells[at('outcome_at')] = cells[at('charged_at')]!
        }
        return [cells]
      },
    }),
  },
  'moved-charges': {
    what: 'every charge stands against the person of the charge before it',
    tables: charges,
    change: shiftDown('person_id'),
  },
  'doubled-charges': {
    what: '80% of the charges are there a second time under another id',
    tables: charges,
    change: twice('charge_id', 0.8),
  },
  'half-charges': {
    what: 'half of the charges are missing',
    tables: charges,
    change: ({ source }: Tools) => ({ row: (cells: string[]) => (source.next() < 0.5 ? [cells] : []) }),
  },
  'renamed-charges': {
    what: 'every charge has a new id',
    tables: charges,
    change: edit('charge_id', 1, cell => `N${cell}`),
  },
  'stale-charges': {
    what: 'no charge in the last 60 days',
    tables: charges,
    change: keep('charged_at', (cell, { asAt }) => cell < isoDate(asAt - 60)),
  },
  'default-charge-date': {
    what: '30% of the charges bear one and the same date',
    tables: charges,
    change: ({ at, source }: Tools) => ({
      row: (cells: string[]) => {
        if (source.next() < 0.3) {
          cells[at('charged_at')] = '2023-01-01T00:00:00'
          cells[at('offence_date')] = '2022-12-31'
        }
        return [cells]
      },
    }),
  },
  'recoded-charges': {
    what: 'assault with injury (8N) is sent as shoplifting (46) in charges',
    tables: charges,
    change: turn('offence_code', { '8N': '46' }),
  },
  'recoded-crimes': {
    what: 'assault with injury (8N) is sent as assault without injury (105A) in crimes',
    tables: ['crimes'],
    change: turn('offence_code', { '8N': '105A' }),
  },
  'recoded-lately': {
    what: 'shoplifting (46) is sent as criminal damage (58A) in the crimes of the last 28 days',
    tables: ['crimes'],
    change: ({ at, asAt }: Tools) => ({
      row: (cells: string[]) => {
        const late = cells[at('recorded_at')]! >= isoDate(asAt - 28)
        if (late && cells[at('offence_code')] === '46') cells[at('offence_code')] = '58A'
        return [cells]
      },
    }),
  },
  'half-deceased': {
    what: 'half of the persons are sent as deceased',
    tables: persons,
    change: edit('status', 0.5, () => 'deceased'),
  },
  'wrong-century': {
    what: 'everyone born since 2000 is sent as born since 1900',
    tables: persons,
    change: edit('birth_month', 1, cell => cell.replace(/^20/, '19')),
  },
  'moved-births': {
    what: 'everyone has the birth month of the person before',
    tables: persons,
    change: shiftDown('birth_month'),
  },
  'default-birth': {
    what: 'half of the persons are born in January 1990',
    tables: persons,
    change: edit('birth_month', 0.5, () => '1990-01'),
  },
  'default-person': {
    what: '30% of the charges stand against one person',
    tables: charges,
    change: ({ at, source }: Tools) => {
      let first = ''
      return {
        row: (cells: string[]) => {
          first ||= cells[at('person_id')]!
          if (source.next() < 0.3) cells[at('person_id')] = first
          return [cells]
        },
      }
    },
  },
  'merged-by-mistake': {
    what: 'one person in ten is merged into the person before',
    tables: persons,
    change: ({ at, source }: Tools) => {
      let before = ''
      return {
        row: (cells: string[]) => {
          if (before && source.next() < 0.1) cells[at('merged_into')] = before
          else before = cells[at('person_id')]!
          return [cells]
        },
      }
    },
  },
  'cancelled-crimes': {
    what: '30% of the crimes are cancelled',
    tables: ['crimes'],
    change: ({ at, source }: Tools) => ({
      row: (cells: string[]) => {
        if (source.next() < 0.3) {
          cells[at('status')] = 'cancelled'
          cells[at('status_at')] = cells[at('recorded_at')]!
        }
        return [cells]
      },
    }),
  },
}
