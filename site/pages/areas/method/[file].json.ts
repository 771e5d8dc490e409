import type { APIRoute } from 'astro'
import { loadMethods } from '../../../areas/load.ts'
import { recordText } from '../../../shared/record.ts'

/** The public record of each map as a file: `/method/atrs-SLUG.json`. */
export async function getStaticPaths() {
  const methods = await loadMethods()
  return Promise.all(
    methods.map(async ({ slug, record }) => ({
      params: { file: `atrs-${slug}` },
      props: { text: await recordText(record) },
    })),
  )
}

export const GET: APIRoute<{ text: string }> = ({ props }) => new Response(props.text)
