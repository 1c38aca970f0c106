// A worker of the official Node client. The tests drive it by its functions, see Interop.java. It ends with its stdin.
import { createHash } from 'node:crypto'
import { http } from '@iii-dev/helpers/http'
import { Logger } from '@iii-dev/helpers/observability'
import { registerWorker } from 'iii-sdk'
import { createChannel, createStream } from 'iii-sdk/helpers'

const iii = registerWorker(process.argv[2], {
  workerName: 'node-peer',
  workerDescription: 'the official Node client',
  reconnectionConfig: { initialDelayMs: 50, maxDelayMs: 200 },
  otel: { enabled: true, serviceName: 'node-peer', metricsExportIntervalMs: 500 },
})
const functions = new Map()
const triggers = new Map()
const types = new Map()
const tickets = new Map()
let numbers = 0

const register = (name, handler) => functions.set(name, iii.registerFunction(`peer::${name}`, handler))
const call = (function_id, payload, more = {}) => iii.trigger({ function_id, payload, ...more })
// What was sent before the answer has been handled by the engine.
const settled = () => call('engine::workers::list', {})
const content = size => Buffer.from(Uint8Array.from({ length: size }, (_, i) => i % 251))

async function bind(name, type, config, metadata, handler) {
  register(name, handler)
  triggers.set(name, iii.registerTrigger({ type, function_id: `peer::${name}`, config, metadata }))
  await settled()
  return `peer::${name}`
}

async function read(reader, gate) {
  const hash = createHash('sha256')
  const texts = []
  let size = 0
  reader.onMessage(text => texts.push(text))
  for await (const chunk of reader.stream) {
    if (gate && size === 0) await call(gate, {})
    size += chunk.length
    hash.update(chunk)
  }
  return { size, sha256: hash.digest('hex'), texts }
}

async function write(writer, { texts = [], size = 0, times = 1 }, ticket) {
  for (const text of texts) writer.sendMessage(text)
  if (size === 0) return writer.close()
  const piece = content(size)
  for (let i = 0; i < times; i++) {
    await new Promise((done, failed) => writer.stream.write(piece, error => (error ? failed(error) : done())))
    if (ticket) ticket.written += size
  }
  await new Promise(done => writer.stream.end(done))
}

register('echo', async (data, metadata) => ({ data, metadata }))
register('fail', async ({ message }) => {
  throw new Error(message)
})
register('call', async ({ function_id, payload, metadata, action }) => {
  try {
    return { result: await call(function_id, payload, { metadata, action }) }
  } catch (error) {
    return { error: { code: error.code, message: error.message } }
  }
})
register('log', async ({ message }) => new Logger().info(message, { from: 'peer' }))

register('on', async ({ type, config, metadata, to }) =>
  bind(`on-${++numbers}`, type, config, metadata, async (event, given) => {
    await call(to, { event, metadata: given })
    return null
  }),
)
register('off', async ({ id }) => {
  const name = id.replace('peer::', '')
  triggers.get(name).unregister()
  functions.get(name).unregister()
  await settled()
})

register('provide', async ({ type }) => {
  const bindings = new Map()
  types.set(type, bindings)
  iii.registerTriggerType({ id: type, description: 'fires when it is told to' }, {
    async registerTrigger(binding) {
      if (binding.config.refuse) throw new Error(binding.config.refuse)
      bindings.set(binding.id, binding)
    },
    async unregisterTrigger(binding) {
      bindings.delete(binding.id)
    },
  })
  await settled()
})
register('bindings', async ({ type }) => [...types.get(type).values()].map(binding => binding.function_id))
register('fire', async ({ type, payload }) => {
  for (const { function_id, metadata } of types.get(type).values()) await call(function_id, payload, { metadata })
})

register('read', async ({ reader, gate }) => read(reader, gate))
register('write', async ({ writer, ...what }) => {
  await write(writer, what)
  return 'written'
})
register('make', async what => {
  const channel = await createChannel(iii)
  const ticket = { written: 0 }
  tickets.set(++numbers, ticket)
  write(channel.writer, what, ticket).catch(() => {})
  return { content: channel.readerRef, ticket: numbers }
})
register('made', async ({ ticket }) => tickets.get(ticket).written)
register('take', async () => {
  const channel = await createChannel(iii)
  tickets.set(++numbers, read(channel.reader))
  return { content: channel.writerRef, ticket: numbers }
})
register('taken', async ({ ticket }) => tickets.get(ticket))

register('create-stream', async ({ name }) => {
  const groups = new Map()
  const group = id => groups.get(id) ?? groups.set(id, new Map()).get(id)
  createStream(iii, name, {
    get: async ({ group_id, item_id }) => group(group_id).get(item_id) ?? null,
    set: async ({ group_id, item_id, data }) => {
      const old_value = group(group_id).get(item_id) ?? null
      group(group_id).set(item_id, data)
      return { old_value, new_value: data }
    },
    delete: async ({ group_id, item_id }) => {
      const old_value = group(group_id).get(item_id) ?? null
      group(group_id).delete(item_id)
      return { old_value }
    },
    list: async ({ group_id }) => [...group(group_id).values()],
    listGroups: async () => [...groups.keys()],
    update: async () => null,
  })
  await settled()
})

register('serve', async ({ method, path }) =>
  bind(`serve-${++numbers}`, 'http', { api_path: path, http_method: method }, undefined, async request => ({
    status_code: 201,
    headers: { 'x-peer': 'buffered' },
    body: {
      method: request.method,
      path_params: request.path_params,
      query_params: request.query_params,
      body: request.body,
      header: request.headers['x-test'],
    },
  })),
)
register('serve-stream', async ({ method, path, gate }) =>
  bind(
    `serve-${++numbers}`,
    'http',
    { api_path: path, http_method: method },
    undefined,
    http(async (request, response) => {
      const body = await request.request_body.readAll()
      response.status(206)
      response.headers({ 'content-type': 'text/plain', 'x-peer': 'streamed' })
      response.stream.write('first')
      await call(gate, { size: body.length })
      response.stream.end(content(300_000))
    }),
  ),
)

process.stdin.on('end', () => process.exit(0)).resume()
