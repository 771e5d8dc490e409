import type { APIRoute } from 'astro'
import { loadPeopleMethod } from '../../../people/load.ts'
import { recordText } from '../../../shared/record.ts'

/** The public record of the offender management tool as a file: `/method/atrs-offender-management.json`. */
export async function getStaticPaths() {
  const { record } = await loadPeopleMethod()
  return [{ params: { file: `atrs-${record.tool}` }, props: { text: await recordText(record) } }]
}

export const GET: APIRoute<{ text: string }> = ({ props }) => new Response(props.text)
