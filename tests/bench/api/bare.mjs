// The mark: Hono, node-server and pg as anybody writes them, each route one statement.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Hono } from 'hono'
import pg from 'pg'

// The very server that Yima runs on; only the api depends on it.
const ofApi = createRequire(new URL('../../../api/package.json', import.meta.url))
const { serve } = await import(pathToFileURL(ofApi.resolve('@hono/node-server')).href)

const [url = '', port = '', connections = ''] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: Number(connections) })

const app = new Hono()
  .post('/apply', async (c) => {
    const { words, regionCode, applicant } = await c.req.json()
    const { rows } = await pool.query(
      `INSERT INTO form (name, id_number, phone, region_code, words) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
      [applicant.name, applicant.idNumber, applicant.phone, regionCode, words],
    )
    return c.json({ id: rows[0].id }, 201)
  })
  .get('/places/:code', async (c) => {
    const { rows } = await pool.query(
      'SELECT code, name, level, parent FROM place WHERE parent = $1 ORDER BY code',
      [c.req.param('code')],
    )
    return c.json({ places: rows })
  })
  .post('/track', async (c) => {
    const { receiptNumber } = await c.req.json()
    const { rows } = await pool.query(
      'SELECT receipt_number, state, submitted_at, visit_due FROM receipt WHERE receipt_number = $1',
      [receiptNumber],
    )
    return rows[0] ? c.json(rows[0]) : c.json({ error: 'not found' }, 404)
  })
  .get('/work/:desk', async (c) => {
    const { rows } = await pool.query(
      `SELECT id, receipt_number, name, place, urgent, task, programmes, due_on, submitted_at
         FROM work WHERE desk = $1 ORDER BY urgency, due_on, id LIMIT 50`,
      [c.req.param('desk')],
    )
    return c.json({ items: rows })
  })
  .post('/scan', async (c) => {
    const { text } = await c.req.json()
    const { rows } = await pool.query(
      'UPDATE token SET used_at = now() WHERE token = $1 RETURNING name, level, here',
      [text],
    )
    return rows[0] ? c.json(rows[0]) : c.json({ error: 'not found' }, 404)
  })

serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' }, () => process.send?.('ready'))
