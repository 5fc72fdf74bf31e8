"""Echoes what a server sends, or only reads it: client.py echo|receive URL CONNECTIONS"""

import asyncio
import sys

from websockets.asyncio.client import connect


async def echo(url):
    async with connect(url, max_size=None, compression=None, open_timeout=None, ping_interval=None) as socket:
        async for message in socket:
            await socket.send(message)


async def receive(url):
    async with connect(url, max_size=None, compression=None, open_timeout=None, ping_interval=None) as socket:
        async for _ in socket:
            pass


async def main(mode, url, connections):
    work = {"echo": echo, "receive": receive}[mode]
    await asyncio.gather(*(work(url) for _ in range(int(connections))), return_exceptions=True)


asyncio.run(main(*sys.argv[1:]))
