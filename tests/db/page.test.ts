import { expect, it } from 'vitest'
import { insertRows } from '@yima/api/db/insert'
import { Page } from '@yima/api/db/page'
import type { Transaction } from '@yima/api/db/transaction'
import { callTask, message, notification } from '@yima/api/notification/table'

/** What leaves, by its name and how many rows it carries. */
function leaving() {
  const left: string[] = []
  const page = new Page((statement) => {
    const rows = JSON.parse(String(statement.values?.[0])) as unknown[]
    left.push(`${statement.name}: ${rows.length}`)
    return Promise.resolve()
  })
  return { page, left }
}

it('lets what several stories write leave together, in the order in which it was first needed', async () => {
  const { page, left } = leaving()
  const parent = { name: 'parent', text: '' }
  const child = { name: 'child', text: '' }
  await Promise.all([page.write(parent, ['1']), page.write(child, ['1']), page.write(parent, ['2']), page.write(child, ['2'])])
  expect(left).toEqual(['parent: 2', 'child: 2'])
})

it('lets a call that rings for one not leave before what the other is told of, though it was needed first', async () => {
  const { page, left } = leaving()
  const tx = { page } as unknown as Transaction
  // Only which table comes when counts here.
  const write = (table: Parameters<typeof insertRows>[1]) => insertRows(tx, table, [{}] as never)
  await Promise.all([write(message), write(callTask), write(notification), write(message)])
  expect(left).toEqual(['insert notification: 1', 'insert message: 2', 'insert call_task: 1'])
})
