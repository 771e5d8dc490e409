import type { Change } from '../force/modules.ts'
import type { OwnTable } from '../own-extract.ts'

/** An invented force: how it writes its tables, and its settings beside the default ones. */
interface OwnForce {
  readonly tables: Readonly<Record<string, OwnTable>>
  readonly settings: Change
}

const CODES = ['BE', 'BW', 'CV', 'DY', 'SH', 'SW', 'WL', 'WV']
/** Units under the codes of the synthetic extract. */
export const UNITS = CODES.map(code => ({ code, name: `${code} unit` }))

const by = (own: Readonly<Record<string, string>>) => (value: string) => own[value] ?? value
const yesNo = by({ true: 'Y', false: 'N' })

/** Capitals, abbreviations, blanks for "none", codes with zeros in front; no policing areas. */
export const EASTSHIRE: OwnForce = {
  settings: {},
  tables: {
    crimes: {
      file: 'CRIME.csv',
      lacks: ['lpa'],
      columns: {
        crime_id: 'CRIME_REF',
        recorded_at: 'DATE_RECORDED',
        occurred_from: 'COMMITTED_FROM',
        occurred_to: 'COMMITTED_TO',
        offence_code: 'HO_OFFENCE_CODE',
        offence_title: 'OFFENCE_DESC',
        status: 'CRIME_STATUS',
        status_at: 'STATUS_DATE',
        weapon_type: 'WEAPON_TYPE',
        weapon_use: 'WEAPON_USAGE',
        easting: 'X_COORD_EASTING',
        northing: 'Y_COORD_NORTHING',
        location_quality: 'LOCATION_ACCURACY',
        location_type: 'LOCATION_TYPE',
        found_by: 'DETECTED_BY',
        domestic: 'DOMESTIC_ABUSE',
      },
      values: {
        offence_code: value => value.replace(/^(\d+)/, digits => digits.padStart(3, '0')),
        status: by({ recorded: 'LIVE', cancelled: 'NO CRIME', transferred: 'TRF' }),
        weapon_type: by({
          none: '',
          knife: 'KNF',
          sharp: 'Glass / bottle',
          firearm: 'GUN',
          blunt: 'BLUNT',
          other: 'OTH',
        }),
        weapon_use: by({
          none: '',
          seen: 'SEEN',
          threatened: 'THREATS',
          used_no_injury: 'USED - NO INJURY',
          used_causing_injury: 'USED CAUSING INJURY',
        }),
        found_by: by({ public: 'VICTIM', police: 'OFFICER' }),
        domestic: yesNo,
      },
    },
    persons: {
      columns: { person_id: 'NOMINAL_REF', lomu: 'IOM_UNIT', status: 'PERSON_STATUS' },
      values: { status: by({ living: 'Alive', deceased: 'Dead' }) },
    },
    charges: {
      columns: { charge_id: 'CHARGE_NO', person_id: 'NOMINAL_REF', outcome: 'RESULT' },
      values: {
        outcome: by({
          convicted: 'Guilty',
          acquitted: 'Not guilty',
          discontinued: 'Withdrawn',
          pending: 'Awaiting',
        }),
        offence_code: value => value.toLowerCase(),
      },
    },
  },
}

/** Codes of classes and parts, units by their names, and nothing about who found a crime. */
export const NORTHMARK: OwnForce = {
  settings: {},
  tables: {
    crimes: {
      lacks: ['location_type', 'location_quality'],
      columns: { crime_id: 'Incident Number', offence_code: 'Offence Code', domestic: 'DV' },
      values: {
        offence_code: value => (value === '45' ? '045/10' : value === '48' ? '048/01' : value),
        domestic: by({ true: '1', false: '0' }),
      },
    },
    persons: { values: { lomu: value => (value === '' ? '' : `${value} unit`) } },
    charges: { columns: { charge_id: 'ChargeRef', crime_id: 'Crime_ID' } },
  },
}
