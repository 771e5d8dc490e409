import { describe, expect, test } from 'vitest'
import { parseManifest } from '../../pipeline/data/manifest.ts'

const file = (table: string, name = `${table}.csv`) => ({ table, name, rows: 1, sha256: 'a'.repeat(64) })
const manifest = {
  extract_id: 'X',
  extracted_at: '2026-11-16T05:00:00',
  covers_from: '2021-11-16',
  covers_to: '2026-11-15',
  timezone: 'Europe/London',
  files: [file('crimes'), file('persons'), file('charges')],
}

test('a good manifest is taken as it is', () => expect(parseManifest(manifest)).toEqual(manifest))

describe('a manifest is refused that', () => {
  test.each([
    ['is a list', [], 'manifest-bad'],
    ['lacks its number', { ...manifest, extract_id: undefined }, 'manifest-bad'],
    ['was made in a zone', { ...manifest, extracted_at: '2026-11-16T05:00:00Z' }, 'manifest-bad'],
    ['names no zone', { ...manifest, timezone: 'Birmingham' }, 'manifest-bad'],
    ['covers the future', { ...manifest, covers_to: '2026-11-17' }, 'manifest-bad'],
    ['covers backwards', { ...manifest, covers_from: '2026-11-16' }, 'manifest-bad'],
    ['names an unknown table', { ...manifest, files: [...manifest.files, file('stops')] }, 'manifest-bad'],
    [
      'leaves the folder',
      { ...manifest, files: [file('crimes', '../crimes.csv'), ...manifest.files.slice(1)] },
      'manifest-bad',
    ],
    [
      'names a program',
      { ...manifest, files: [file('crimes', 'crimes.exe'), ...manifest.files.slice(1)] },
      'manifest-bad',
    ],
    [
      'counts half rows',
      { ...manifest, files: [{ ...file('crimes'), rows: 0.5 }, ...manifest.files.slice(1)] },
      'manifest-bad',
    ],
    [
      'has a short hash',
      { ...manifest, files: [{ ...file('crimes'), sha256: 'abc' }, ...manifest.files.slice(1)] },
      'manifest-bad',
    ],
    [
      'names a table twice',
      { ...manifest, files: [...manifest.files, file('crimes', 'more.csv')] },
      'table-twice',
    ],
    [
      'names a file twice',
      { ...manifest, files: [file('crimes', 'X.csv'), file('persons', 'x.csv'), file('charges')] },
      'file-twice',
    ],
    ['lacks a required table', { ...manifest, files: manifest.files.slice(0, 2) }, 'file-missing'],
  ])('%s', (_, json, code) => {
    expect(() => parseManifest(json)).toThrow(new RegExp(`^${code}: .*\\(manifest\\.json`))
  })
})
