"""An echo server on Python's `websockets`. It prints its port, what it receives and how connections close."""

import asyncio
import json
import os

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory


def describe(message):
    kind = "text" if isinstance(message, str) else "binary"
    if len(message) > 100:
        return f"{kind} of {len(message)}"
    return f"{kind} {message if kind == 'text' else message.hex()}".rstrip()


async def echo(connection):
    try:
        async for message in connection:
            print(describe(message), flush=True)
            if isinstance(message, str) and message.startswith("close "):
                _, code, reason = message.split(" ", 2)
                await connection.close(int(code), reason)
            else:
                await connection.send(message)
    except ConnectionClosed:
        pass
    print(f"closed {connection.close_code} {connection.close_reason}".rstrip(), flush=True)


def compression():
    options = json.loads(os.environ.get("PEER_COMPRESSION", "null"))
    if options is None:
        return {"compression": None}
    return {"compression": None, "extensions": [ServerPerMessageDeflateFactory(**options)]}


def options():
    return {"max_size": None} | compression() | json.loads(os.environ.get("PEER_OPTIONS", "{}"))


async def main():
    async with serve(echo, "127.0.0.1", 0, **options()) as server:
        print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
        await server.serve_forever()


asyncio.run(main())
