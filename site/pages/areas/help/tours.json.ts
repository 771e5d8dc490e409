import type { APIRoute } from 'astro'
import { loadRun } from '../../../shared/load.ts'
import { toursOf } from '../../../shared/words/tours.ts'

/** The tours, for the script that shows them. */
export const GET: APIRoute = async () => new Response(JSON.stringify(toursOf('areas', await loadRun())))
