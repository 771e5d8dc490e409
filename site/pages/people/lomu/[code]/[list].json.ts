import type { APIRoute, GetStaticPaths } from 'astro'
import { loadLomu, loadLomus } from '../../../../people/load.ts'
import { bakeRoster } from '../../../../people/roster-file.ts'

/**
 * One file for each list that has people, under its unit's path so that the server can keep it to that unit.
 */
export const getStaticPaths = (async () => {
  const { lomus } = await loadLomus()
  const units = await Promise.all(lomus.map(lomu => loadLomu(lomu.code)))
  return units.flatMap(unit =>
    (['list', 'children'] as const).map(kind => {
      const { name, body } = bakeRoster(unit, kind)
      return { params: { code: unit.code, list: name }, props: { body } }
    }),
  )
}) satisfies GetStaticPaths

/** The list as JSON. */
export const GET: APIRoute<{ body: string }> = ({ props }) =>
  new Response(props.body, { headers: { 'Content-Type': 'application/json' } })
