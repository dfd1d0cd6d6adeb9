import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { GatheringSocket } from '@yima/api/db/gathering-socket'

it('statements of one turn leave together, each of them gathered by the driver already', async () => {
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = new GatheringSocket()
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  for (const statement of ['BEGIN', 'INSERT', 'COMMIT']) {
    socket.cork()
    socket.write(statement)
    socket.uncork()
  }
  expect(socket.writableLength).toBe('BEGININSERTCOMMIT'.length)
  await turn()
  expect(socket.writableCorked).toBe(0)
  expect(socket.writableLength).toBe(0)
  socket.destroy()
  server.close()
})
