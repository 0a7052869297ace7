"""The served site, asked by several clients at once over connections that stay open."""

import socket
from threading import Thread
from time import perf_counter

#: However quick the server is, it ends here.
MOST_REQUESTS = 100_000
#: A server that does not answer at all is given up after this.
SECONDS_TO_ANSWER = 20


class Client(Thread):
    """One browser: asks the same page again and again, reads the whole answer, and counts."""

    def __init__(self, port: int, request: bytes, status: int, until: float) -> None:
        super().__init__(daemon=True)
        self.port, self.request, self.status, self.until = port, request, status, until
        self.times: list[float] = []
        self.fault = ""

    def run(self) -> None:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS_TO_ANSWER) as connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while perf_counter() < self.until and len(self.times) < MOST_REQUESTS:
                    begun = perf_counter()
                    connection.sendall(self.request)
                    status = read_answer(connection)
                    self.times.append(perf_counter() - begun)
                    if status != self.status:
                        raise OSError(f"answered with {status}, not {self.status}")
        except OSError as fault:
            self.fault = str(fault)


def read_answer(connection: socket.socket) -> int:
    """Read one answer to its end; its status. Raises OSError where it is cut short."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _sep, body = received.partition(b"\r\n\r\n")
    status = int(head[9:12])
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    if status == 304:
        return status
    if b"content-length" in fields:
        missing = int(fields[b"content-length"]) - len(body)
        while missing > 0:
            missing -= len(_more(connection))
    else:
        while not body.endswith(b"0\r\n\r\n"):
            body += _more(connection)
    return status


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    if not part:
        raise OSError("the answer was cut short")
    return part


def ask_for(seconds: float, *, port: int, clients: int, path: str, cookie: str, etag: str = "") -> dict:
    """{"requests", "seconds", "median_ms", "p95_ms", "faults"} of so many clients on 127.0.0.1 for so long."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: gzip", f"Cookie: {cookie}"]
    lines += [f"If-None-Match: {etag}"] if etag else []
    request = "\r\n".join([*lines, "", ""]).encode()
    begun = perf_counter()
    crowd = [Client(port, request, 304 if etag else 200, begun + seconds) for _client in range(clients)]
    for client in crowd:
        client.start()
    for client in crowd:
        client.join(seconds + 2 * SECONDS_TO_ANSWER)
    took = perf_counter() - begun
    times = sorted(time for client in crowd for time in client.times)
    return {
        "requests": len(times),
        "seconds": took,
        "median_ms": times[len(times) // 2] * 1000 if times else None,
        "p95_ms": times[len(times) * 95 // 100] * 1000 if times else None,
        "faults": [client.fault for client in crowd if client.fault],
    }
