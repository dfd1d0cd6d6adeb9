import { createServer, type Server } from 'node:http'
import { brotliCompressSync } from 'node:zlib'

const fields = ['姓名', '身份证号', '手机号', '住在哪个村', '家里几口人', '每月总共有多少收入']

/** The least that could ask what Yima asks: one file, a heading, labelled boxes, a button, twenty rules of style. */
const page = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>申请救助</title><meta name="description" content="填写以后交给镇里。">
<style>
body { margin: 0 auto; max-width: 36em; padding: 16px; font: 17px/1.6 system-ui, sans-serif; color: #1b211e; background: #f6f3ec }
h1 { font-size: 26px; line-height: 1.3 }
label { display: block; margin-top: 16px; font-weight: 600 }
input, textarea { display: block; box-sizing: border-box; width: 100%; min-height: 52px; padding: 8px 12px; font: inherit; border: 1px solid #7a857f; border-radius: 10px }
button { margin-top: 24px; width: 100%; min-height: 52px; font: inherit; font-weight: 600; color: #fff; background: #1d5a3c; border: 0; border-radius: 10px }
</style></head><body><main><h1>申请救助</h1><p>有难处，写一句就行。填好以后交给镇里，三天内有人上门看看。</p>
<form method="post" action="/apply"><label for="words">家里遇到什么难处？</label><textarea id="words" name="words" rows="5"></textarea>
${fields.map((name, at) => `<label for="f${at}">${name}</label><input id="f${at}" name="f${at}">`).join('\n')}
<button>交上去</button></form></main></body></html>`

/** Serves the bare form on that port, packed with brotli as Yima's own pages are. */
export function serveBareForm(port: number): Promise<Server> {
  const body = brotliCompressSync(page)
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Encoding': 'br' })
    response.end(body)
  })
  return new Promise((done) => server.listen(port, '127.0.0.1', () => done(server)))
}
