import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DIALECT } from '../../pipeline/data/read.ts'
import { TABLES } from '../../pipeline/data/schema.ts'
import { judgedSql } from '../../pipeline/data/typed.ts'
import { identifier, literal, openDuck } from '../../pipeline/lib/duck.ts'
import { tempFolder } from './fixture.ts'

it.each(TABLES)('two threads that read $name together keep the order of the file', async table => {
  const names = table.columns.map(({ name }) => name)
  const path = join(await tempFolder(), `${table.name}.csv`)
  await writeFile(path, `${names.join(',')}\n${names.map(() => 'a').join(',')}\n`)
  const columns = names.map(name => `${literal(name)}: 'VARCHAR'`).join(', ')
  const texts = `SELECT * FROM read_csv(${literal(path)}, columns = {${columns}}, ${DIALECT})`
  const duck = await openDuck(':memory:', { threads: '2' })
  const rows = await duck.rows<{ explain_value: string }>(
    `EXPLAIN CREATE TABLE ${identifier(table.name)} AS ${judgedSql(table, texts)}`,
  )
  duck.close()
  // Only this way of the engine puts what each thread has read in the order in which it stood; files that
  // more than one thread reads are too large for a test.
  expect(rows.map(row => row.explain_value).join('\n')).toContain('BATCH_CREATE_TABLE_AS')
})
