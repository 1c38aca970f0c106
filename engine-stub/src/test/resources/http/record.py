#!/usr/bin/env python3
"""Send the HTTP requests of requests.py to a running engine and print its responses.

    python3 record.py --ws 127.0.0.1:49134 --http 127.0.0.1:3111 > recorded.jsonl

One JSON line is printed per request, see README.md. A request to which the
engine does not respond, or after which it keeps the connection open, is
reported on stderr and not printed: nothing can be asserted about it without
measuring time.
"""

import argparse
import base64
import json
import os
import queue
import re
import socket
import struct
import sys
import threading
import time
import uuid

from requests import PROBES

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "routes.jsonl")) as lines:
    ROUTES = [(route["function"], route["method"], route["path"]) for route in map(json.loads, lines)]

#: The real engine loses results that arrive before it has noted the call.
RESULT_DELAY = 0.015
#: Seconds without a byte after which a connection is reported as open.
PATIENCE = 3.0
LONG = 300
#: Not compared: the date, and what identifies a server or hop.
UNCOMPARED = {"date", "server"}
ERROR_ID = re.compile(r'("error_id":")[^"]*')


class Worker:
    """A worker with the functions that the routes call."""

    def __init__(self, address):
        self.socket = socket.create_connection(address)
        self.received = b""
        self.results = {}
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            (
                "GET / HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n" % (*address, key)
            ).encode()
        )
        while b"\r\n\r\n" not in self.received:
            self.received += self.socket.recv(65536)
        self.received = self.received.split(b"\r\n\r\n", 1)[1]
        threading.Thread(target=self.read, daemon=True).start()
        self.call("engine::workers::register", {"name": "http-%d" % os.getpid(), "runtime": "python"})

    def take(self, count):
        while len(self.received) < count:
            data = self.socket.recv(65536)
            if not data:
                raise EOFError
            self.received += data
        taken, self.received = self.received[:count], self.received[count:]
        return taken

    def read(self):
        while True:
            first, second = self.take(2)
            length = second & 127
            if length == 126:
                (length,) = struct.unpack(">H", self.take(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self.take(8))
            payload = self.take(length)
            if first & 15 == 9:
                self.send_frame(10, payload)
            elif first & 15 == 1:
                self.frame(payload.decode())

    def frame(self, text):
        frame = json.loads(text)
        if frame["type"] == "invokefunction":
            data = text[data_start(text):]
            time.sleep(RESULT_DELAY)
            self.send(
                '{"type":"invocationresult","invocation_id":"%s","function_id":"%s",%s}'
                % (frame["invocation_id"], frame["function_id"], respond(frame, data))
            )
        elif frame["type"] == "invocationresult":
            self.results[frame["invocation_id"]].put(frame)

    def send(self, text):
        self.send_frame(1, text.encode())

    def send_frame(self, opcode, payload):
        head = bytes([0x80 | opcode])
        if len(payload) < 126:
            head += bytes([0x80 | len(payload)])
        elif len(payload) < 65536:
            head += bytes([0x80 | 126]) + struct.pack(">H", len(payload))
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", len(payload))
        self.socket.sendall(head + b"\0\0\0\0" + payload)

    def call(self, function, data):
        invocation = str(uuid.uuid4())
        self.results[invocation] = queue.Queue()
        self.send(
            json.dumps({"type": "invokefunction", "invocation_id": invocation, "function_id": function, "data": data})
        )
        return self.results[invocation].get(timeout=10)

    def register(self):
        for function in ("probe::echo", "probe::result", "probe::error"):
            self.send(json.dumps({"type": "registerfunction", "id": function}))
        for function, method, path in ROUTES:
            config = {"api_path": path, "http_method": method}
            trigger = {"type": "registertrigger", "id": str(uuid.uuid4()), "trigger_type": "http"}
            self.send(json.dumps({**trigger, "function_id": function, "config": config}))
            time.sleep(0.05)
        time.sleep(1)


def data_start(text):
    return re.search(r'"data":', text).end()


def field(text, name):
    """Return the text of a field, as it was received."""
    position = 1
    decoder = json.JSONDecoder()
    while True:
        key, position = decoder.raw_decode(text, position)
        start = position + 1
        _, position = decoder.raw_decode(text, start)
        if key == name:
            return text[start:position]
        position += 1


def short(text):
    return text if len(text) <= LONG else "<%d characters>" % len(text)


def respond(frame, data):
    """Return the result of a function as the fields of a frame."""
    payload = frame["data"]
    if frame["function_id"] == "probe::result":
        return '"result":' + payload["query_params"]["r"]
    if frame["function_id"] == "probe::error":
        return '"error":' + payload["query_params"]["e"]
    echo = {"method": payload["method"], "path": payload["path"], "body": short(field(data, "body"))}
    for name in ("path_params", "query_params", "headers"):
        echo[name] = {short(key): short(value) for key, value in payload[name].items() if key != "host"}
    return '"result":' + json.dumps({"status_code": 200, "body": echo}, ensure_ascii=False)


class Client:
    """A connection that sends exactly the given bytes and parses what comes back."""

    def __init__(self, address, no_bodies):
        self.socket = socket.create_connection(address)
        self.socket.settimeout(PATIENCE)
        self.received = b""
        self.ended = False
        self.no_bodies = no_bodies
        self.responses = []

    def run(self, parts):
        for part in parts:
            if isinstance(part, dict):
                self.await_responses(part["await"])
                continue
            data = part.encode("latin-1") if isinstance(part, str) else part[0].encode("latin-1") * part[1]
            try:
                self.socket.sendall(data)
            except OSError:
                break
        self.await_responses(1 << 30)
        return self.responses

    def fill(self):
        if self.ended:
            return False
        try:
            data = self.socket.recv(65536)
        except ConnectionError:
            data = b""
        self.ended = not data
        self.received += data
        return bool(data)

    def await_responses(self, count):
        while len(self.responses) < count and self.response():
            pass

    def response(self):
        while b"\r\n\r\n" not in self.received:
            if not self.fill():
                if self.received:
                    self.responses.append({"bytes": self.received.decode("utf-8", "replace")})
                    self.received = b""
                return False
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            # The real engine lists the methods in random order.
            values = sorted(value.strip().split(",")) if name.lower() == "allow" else [value.strip()]
            headers.setdefault(name.lower(), []).extend(values)
        status = " ".join(lines[0].split(" ")[:2])
        body = self.body(status, headers).decode("utf-8", "replace")
        if headers.get("content-length") == [str(self.size)] and not self.no_bodies:
            del headers["content-length"]
        if headers.get("content-type") == ["application/json"]:
            try:
                body = json.loads(ERROR_ID.sub(r"\1E", body))
            except ValueError:
                pass
        kept = {name: sorted(values) for name, values in sorted(headers.items()) if name not in UNCOMPARED}
        self.responses.append({"status": status, "headers": kept, "body": body})
        return True

    def body(self, status, headers):
        body = self.body_bytes(status, headers)
        self.size = len(body)
        return body

    def body_bytes(self, status, headers):
        if self.no_bodies or re.search(" (1..|204|304)$", status):
            return b""
        if "content-length" in headers:
            return self.take(int(headers["content-length"][0]))
        if "transfer-encoding" in headers:
            body = b""
            while True:
                while b"\r\n" not in self.received and self.fill():
                    pass
                size, _, self.received = self.received.partition(b"\r\n")
                body += self.take(int(size or b"0", 16))
                self.take(2)
                if int(size or b"0", 16) == 0:
                    return body
        while self.fill():
            pass
        return self.take(len(self.received))

    def take(self, count):
        while len(self.received) < count and self.fill():
            pass
        taken, self.received = self.received[:count], self.received[count:]
        return taken


def address(text):
    host, _, port = text.rpartition(":")
    return host, int(port)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--ws", required=True, type=address)
    arguments.add_argument("--http", required=True, type=address)
    arguments.add_argument("--only", default="")
    options = arguments.parse_args()
    Worker(options.ws).register()
    for name, parts in PROBES:
        if options.only not in name:
            continue
        no_bodies = any(isinstance(part, str) and part.startswith("HEAD ") for part in parts)
        client = Client(options.http, no_bodies)
        try:
            responses = client.run(parts)
        except TimeoutError:
            print("open:", name, client.responses, client.received[:200], file=sys.stderr)
            continue
        finally:
            client.socket.close()
        probe = {"name": name, "send": parts, "responses": responses}
        if no_bodies:
            probe["head"] = True
        print(json.dumps(probe))


main()
