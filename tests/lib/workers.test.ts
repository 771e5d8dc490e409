import { expect, it } from 'vitest'
import { EXIT, PipelineError } from '../../pipeline/lib/error.ts'
import { inWorkers } from '../../pipeline/lib/workers.ts'

const script = (body: string) => new URL(`data:text/javascript,${encodeURIComponent(body)}`)
const squares = script(`
  import { parentPort } from 'node:worker_threads'
  parentPort.on('message', n => setTimeout(() => parentPort.postMessage(n * n), 20 - n))`)

it('results come in the order of the works, whoever is first', async () =>
  expect(await inWorkers<number, number>(squares, [1, 9, 3, 7, 5])).toEqual([1, 81, 9, 49, 25]))

it('no works need no worker', async () => expect(await inWorkers(squares, [])).toEqual([]))

it('what an answer throws is thrown as it was: an error of the pipeline, or of the system', async () => {
  const answering = (body: string) => {
    const lib = (name: string) => new URL(`../../pipeline/lib/${name}.ts`, import.meta.url).href
    return script(`
      import { EXIT, PipelineError } from '${lib('error')}'
      import { readFile } from 'node:fs/promises'
      import { answerFromWorker } from '${lib('workers')}'
      answerFromWorker(async () => { ${body} })`)
  }
  const refused = answering(`throw new PipelineError('wrong-hash: a.csv (b)', EXIT.refusedData, 'ask again')`)
  const error = await inWorkers(refused, [1]).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(PipelineError)
  expect(error).toEqual(new PipelineError('wrong-hash: a.csv (b)', EXIT.refusedData, 'ask again'))
  const missing = answering(`await readFile('/nowhere/at/all')`)
  await expect(inWorkers(missing, [1])).rejects.toMatchObject({ code: 'ENOENT', path: '/nowhere/at/all' })
})

it('a worker that throws, or ends without an answer, fails the whole', async () => {
  const throws = script(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', () => { throw new RangeError('nothing to fit') })`)
  await expect(inWorkers(throws, [1])).rejects.toThrow('nothing to fit')
  const leaves = script(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', () => process.exit(3))`)
  await expect(inWorkers(leaves, [1])).rejects.toThrow('ended without an answer: exit 3')
})
