import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sourceFiles } from './sources.ts'

const ALLOWED_AT_TOP =
  /^(site|pipeline|public|tests|astro\.config\.mjs|package\.json|package-lock\.json|tsconfig\.json|README\.md|\..+)$/

it('nothing stands at the top level beyond the agreed layout', () => {
  const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n')
  const top = new Set(tracked.map(path => path.split('/')[0]!))
  expect([...top].filter(name => !ALLOWED_AT_TOP.test(name))).toEqual([])
})

it('no source file is longer than 300 lines', () => {
  const long = sourceFiles('pipeline', 'site').filter(
    path => readFileSync(path, 'utf8').split('\n').length > 301,
  )
  expect(long).toEqual([])
})

it('the sites name no address outside the intranet', () => {
  const found = sourceFiles('site').flatMap(path =>
    [...readFileSync(path, 'utf8').matchAll(/https?:\/\/[^\s'"`)]+/g)].map(match => `${path}: ${match[0]}`),
  )
  expect(found.filter(line => !/www\.w3\.org|localhost|127\.0\.0\.1/.test(line))).toEqual([])
})

it('no page writes text as HTML', () => {
  const sinks = /innerHTML|set:html|outerHTML|insertAdjacentHTML|\beval\(|new Function/
  expect(sourceFiles('site', 'pipeline').filter(path => sinks.test(readFileSync(path, 'utf8')))).toEqual([])
})

it('every dependency has an exact version and a reason in the README', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const all: Record<string, string> = { ...dependencies, ...devDependencies }
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  const readme = readFileSync('README.md', 'utf8')
  expect(Object.keys(all).filter(name => !readme.includes(`\`${name}\``))).toEqual([])
})
