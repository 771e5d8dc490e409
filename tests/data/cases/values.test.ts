import { type Case, rowCase, tell } from './table.ts'

const crime = rowCase('crimes')

const VALUES: Case[] = [
  crime({ easting: 'NaN', northing: 'nan' }, 'noted no-coordinates 1'),
  crime({ easting: 'NaN' }, 'set aside half-coordinate'),
  crime({ easting: '' }, 'set aside half-coordinate'),
  crime({ easting: '407000,5' }, 'set aside decimal-comma'),
  crime({ easting: '4.07E+05' }, 'set aside bad-number'),
  crime({ easting: ' 407000' }, 'set aside bad-number'),
  crime({ easting: '0x63600' }, 'set aside bad-number'),
  crime({ easting: 'Infinity' }, 'set aside bad-number'),
  crime({ easting: '407000.12345678901234' }, 'accepted'),
  crime({ easting: '0', northing: '0' }, 'set aside outside-force'),
  crime({ easting: '286900', northing: '407000' }, 'set aside outside-force'),
  crime({ offence_code: '008N' }, 'accepted'),
  crime({ offence_code: ' 8 n ' }, 'accepted'),
  crime({ offence_code: '046' }, 'accepted'),
  crime({ offence_code: '8N; DROP TABLE crimes' }, 'set aside bad-code'),
  crime({ offence_code: 'Nov-08' }, 'noted code-without-weight'),
  crime({ offence_code: '８Ｎ' }, 'set aside bad-code'),
  crime({ weapon_type: 'Knife' }, 'set aside unknown-value'),
  crime({ weapon_use: 'used_causing_injry' }, 'set aside unknown-value'),
  crime({ weapon_use: '' }, 'set aside missing-value'),
  crime({ domestic: 'TRUE' }, 'set aside bad-boolean'),
  crime({ domestic: '1' }, 'set aside bad-boolean'),
  crime({ crime_id: ' C1' }, 'set aside duplicate-row 1; noted id-cleaned 1'),
  crime({ crime_id: 'C\u200b1' }, 'noted id-cleaned'),
  crime({ crime_id: 'Ｃ1' }, 'noted id-cleaned'),
  crime({ crime_id: '\u200b' }, 'set aside missing-value'),
  crime({ crime_id: 'x'.repeat(65) }, 'set aside bad-id'),
  crime({ crime_id: 'C\t2' }, 'set aside bad-id'),
  crime({ offence_title: 'x'.repeat(2001) }, 'set aside bad-text'),
  crime({ offence_title: 'two\r\nlines, "quoted"' }, 'accepted'),
  crime({ offence_title: '=HYPERLINK("http://x")' }, 'accepted'),
  crime({ crime_id: 'C1', offence_title: 'other' }, 'set aside conflicting-key 2'),
  crime({ crime_id: 'C1' }, 'set aside duplicate-row 1'),
]

tell(VALUES)
