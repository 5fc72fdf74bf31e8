"""A client on Python's `websockets` that takes the steps it is given and prints a line about each."""

import asyncio
import json
import os
import sys

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory


async def echoed(connection, message):
    await connection.send(message)
    echo = await connection.recv()
    return "same" if echo == message and type(echo) is type(message) else f"different: {echo!r:.100}"


async def many(connection, count):
    async def send():
        for number in range(count):
            await connection.send(str(number))

    sending = asyncio.create_task(send())
    for number in range(count):
        echo = await connection.recv()
        if echo != str(number):
            return f"{echo!r} instead of {number}"
    await sending
    return "in order"


async def take(connection, step):
    word, _, rest = step.partition(" ")
    match word:
        case "text":
            return await echoed(connection, rest)
        case "binary":
            return await echoed(connection, bytes.fromhex(rest))
        case "big-text":
            return await echoed(connection, "é" * int(rest))
        case "big-binary":
            return await echoed(connection, bytes(number % 251 for number in range(int(rest))))
        case "many":
            return await many(connection, int(rest))
        case "close":
            code, _, reason = rest.partition(" ")
            await connection.close(int(code), reason)
        case "await-close":
            await connection.wait_closed()
        case "await-latency":
            while connection.latency == 0:
                await asyncio.sleep(0.01)
            return "known"
        case _:
            raise SystemExit(f"no such step: {step}")
    return f"{connection.close_code} {connection.close_reason}".rstrip()


def compression():
    options = json.loads(os.environ.get("PEER_COMPRESSION", "null"))
    if options is None:
        return {"compression": None}
    return {"compression": None, "extensions": [ClientPerMessageDeflateFactory(**{"client_max_window_bits": True} | options)]}


def options():
    return {"max_size": None} | compression() | json.loads(os.environ.get("PEER_OPTIONS", "{}"))


async def main(url, steps):
    try:
        async with connect(url, **options()) as connection:
            print(f"open {connection.subprotocol or ''}".rstrip(), flush=True)
            for step in steps:
                print(f"{step}: {await take(connection, step)}", flush=True)
    except InvalidStatus as error:
        print(f"refused {error.response.status_code}", flush=True)
    except ConnectionClosed:
        print(f"closed {connection.close_code}", flush=True)


asyncio.run(main(sys.argv[1], sys.argv[2:]))
