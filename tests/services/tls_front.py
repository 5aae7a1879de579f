"""HTTPS before a server that speaks HTTP, as a school's web server stands before Wegwijs.

It forwards bytes and adds no ``X-Forwarded-…`` header: the tool must know its address from its settings.
"""

import asyncio
import ssl
import threading
from contextlib import suppress

from tests.services.certificates import Certificates


class TlsFront:
    """Listens on `port` of ``localhost`` and forwards to `behind` on 127.0.0.1, in a thread of its own."""

    def __init__(self, certificates: Certificates, port: int, behind: int) -> None:
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificates.certificate, certificates.key)
        self._port, self._behind = port, behind
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=[self._serve()])
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._forward, "127.0.0.1", self._port, ssl=self._tls)
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        writers = [writer]
        try:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._behind)
            writers.append(inner_writer)
            async with asyncio.TaskGroup() as both_ways:
                both_ways.create_task(_pump(reader, inner_writer))
                both_ways.create_task(_pump(inner_reader, writer))
        except* (ConnectionError, ssl.SSLError):
            pass  # the browser or the tool hung up, as it may
        finally:
            for each in writers:
                each.close()
                with suppress(ConnectionError, ssl.SSLError):
                    await each.wait_closed()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()
