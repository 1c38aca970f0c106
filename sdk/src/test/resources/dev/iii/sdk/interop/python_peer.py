"""A worker of the official Python client. The tests drive it by its functions, see Interop.java. It ends with its stdin."""

import asyncio
import hashlib
import os
import sys
import warnings

warnings.simplefilter("ignore")
# The client leaves a note of its process at home.
os.environ["HOME"] = os.getcwd()

from iii import InitOptions, InvocationError, register_worker  # noqa: E402
from iii.helpers import create_channel_async, create_stream  # noqa: E402
from iii.stream import IStream  # noqa: E402
from iii.trigger import TriggerHandler  # noqa: E402
from iii_helpers.http import http  # noqa: E402
from iii_helpers.observability import Logger, ReconnectionConfig  # noqa: E402
from iii_helpers.stream import StreamDeleteResult, StreamSetResult  # noqa: E402
from opentelemetry import metrics  # noqa: E402

iii = register_worker(
    sys.argv[1],
    InitOptions(
        worker_name="python-peer",
        worker_description="the official Python client",
        reconnection_config=ReconnectionConfig(initial_delay_ms=50, max_delay_ms=200),
        otel={"enabled": True, "service_name": "python-peer", "metrics_export_interval_ms": 500},
    ),
)
functions, triggers, types, tickets, tasks = {}, {}, {}, {}, set()
numbers = 0


def number():
    global numbers
    numbers += 1
    return numbers


def register(name, handler):
    functions[name] = iii.register_function(f"peer::{name}", handler, local_dispatch=False)


async def call(function_id, payload, **more):
    return await iii.trigger_async({"function_id": function_id, "payload": payload, **more})


async def settled():
    """What was sent before the answer has been handled by the engine."""
    await call("engine::workers::list", {})


async def bind(name, trigger_type, config, metadata, handler):
    register(name, handler)
    triggers[name] = iii.register_trigger(
        {"type": trigger_type, "function_id": f"peer::{name}", "config": config, "metadata": metadata}
    )
    await settled()
    return f"peer::{name}"


def content(size):
    return bytes(i % 251 for i in range(size))


async def read(reader, gate=None):
    digest, size, texts = hashlib.sha256(), 0, []
    reader.on_message(texts.append)
    async for chunk in reader:
        if gate and size == 0:
            # The client leaves out a payload that is None, and no engine takes a call without one.
            await call(gate, {})
        size += len(chunk)
        digest.update(chunk)
    return {"size": size, "sha256": digest.hexdigest(), "texts": texts}


async def write(writer, what, ticket=None):
    for text in what.get("texts", []):
        await writer.send_message_async(text)
    piece = content(what.get("size", 0))
    for _ in range(what.get("times", 1) if piece else 0):
        await writer.write(piece)
        if ticket is not None:
            ticket["written"] += len(piece)
    await writer.close_async()


def background(coroutine):
    task = asyncio.ensure_future(coroutine)
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return task


async def echo(data, metadata=None):
    return {"data": data, "metadata": metadata}


async def fail(data):
    raise ValueError(data["message"])


async def call_other(data):
    more = {key: data[key] for key in ("metadata", "action", "namespace") if data.get(key) is not None}
    try:
        return {"result": await call(data["function_id"], data.get("payload"), **more)}
    except InvocationError as error:
        return {"error": {"code": error.code, "message": error.message}}


async def log(data):
    # The client measures nothing by itself.
    metrics.get_meter("python-peer").create_counter("peer.lines").add(1)
    Logger().info(data["message"], {"from": "peer"})


async def on(data):
    async def forward(event, metadata=None):
        await call(data["to"], {"event": event, "metadata": metadata})

    return await bind(f"on-{number()}", data["type"], data["config"], data.get("metadata"), forward)


async def off(data):
    name = data["id"].removeprefix("peer::")
    triggers[name].unregister()
    functions[name].unregister()
    await settled()


class Provider(TriggerHandler):
    def __init__(self):
        self.bindings = {}

    async def register_trigger(self, binding):
        if binding.config.get("refuse"):
            raise ValueError(binding.config["refuse"])
        self.bindings[binding.id] = binding

    async def unregister_trigger(self, binding):
        self.bindings.pop(binding.id, None)


async def provide(data):
    types[data["type"]] = Provider()
    iii.register_trigger_type(
        {"id": data["type"], "description": "fires when it is told to"}, types[data["type"]]
    )
    await settled()


async def bindings(data):
    return [binding.function_id for binding in types[data["type"]].bindings.values()]


async def fire(data):
    for binding in list(types[data["type"]].bindings.values()):
        await call(binding.function_id, data["payload"], metadata=binding.metadata)


async def read_channel(data):
    return await read(data["reader"], data.get("gate"))


async def write_channel(data):
    await write(data["writer"], data)
    return "written"


async def make(data):
    channel = await create_channel_async(iii)
    ticket, key = {"written": 0}, number()
    tickets[key] = ticket
    background(write(channel.writer, data, ticket))
    return {"content": channel.reader_ref.model_dump(), "ticket": key}


async def made(data):
    return tickets[data["ticket"]]["written"]


async def take(data):
    channel = await create_channel_async(iii)
    key = number()
    tickets[key] = background(read(channel.reader))
    return {"content": channel.writer_ref.model_dump(), "ticket": key}


async def taken(data):
    return await tickets[data["ticket"]]


class InMemory(IStream):
    def __init__(self):
        self.groups = {}

    async def get(self, input):
        return self.groups.get(input.group_id, {}).get(input.item_id)

    async def set(self, input):
        group = self.groups.setdefault(input.group_id, {})
        old = group.get(input.item_id)
        group[input.item_id] = input.data
        return StreamSetResult(old_value=old, new_value=input.data)

    async def delete(self, input):
        return StreamDeleteResult(old_value=self.groups.get(input.group_id, {}).pop(input.item_id, None))

    async def list(self, input):
        return list(self.groups.get(input.group_id, {}).values())

    async def list_groups(self, input):
        return list(self.groups)

    async def update(self, input):
        return None


async def custom_stream(data):
    create_stream(iii, data["name"], InMemory())
    await settled()


async def serve(data):
    async def handle(request):
        return {
            "status_code": 201,
            "headers": {"x-peer": "buffered"},
            "body": {
                "method": request["method"],
                "path_params": request["path_params"],
                "query_params": request["query_params"],
                "body": request["body"],
                "header": request["headers"]["x-test"],
            },
        }

    config = {"api_path": data["path"], "http_method": data["method"]}
    return await bind(f"serve-{number()}", "http", config, None, handle)


async def serve_stream(data):
    async def handle(request, response):
        body = await request.request_body.read_all()
        await response.status(206)
        await response.headers({"content-type": "text/plain", "x-peer": "streamed"})
        await response.writer.write(b"first")
        await call(data["gate"], {"size": len(body)})
        await response.writer.write(content(300_000))
        await response.writer.close_async()

    config = {"api_path": data["path"], "http_method": data["method"]}
    return await bind(f"serve-{number()}", "http", config, None, http(handle))


for name, handler in {
    "echo": echo,
    "fail": fail,
    "call": call_other,
    "log": log,
    "on": on,
    "off": off,
    "provide": provide,
    "bindings": bindings,
    "fire": fire,
    "read": read_channel,
    "write": write_channel,
    "make": make,
    "made": made,
    "take": take,
    "taken": taken,
    "create-stream": custom_stream,
    "serve": serve,
    "serve-stream": serve_stream,
}.items():
    register(name, handler)

sys.stdin.read()
iii.shutdown()
# Threads that a call keeps busy are no daemons.
os._exit(0)
