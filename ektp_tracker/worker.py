"""What each worker process of ``manage.py up`` loads: the application, and a way to stop that works every time.

Ctrl-C in a terminal and a service manager signal every process at once, and then the parent signals its workers too.
Granian 2.8 misses its stop when a second signal comes in the midst of the first, and the worker hangs until it is
killed. So signals are blocked here, one thread waits for them, and the first SIGTERM stops the worker, once. A worker
leaves Ctrl-C, and the closing of the terminal, to its parent.
"""

import os
import signal
import threading

from ektp_tracker.wsgi import application as site
from kecamatan.bodies import with_patience

application = with_patience(site)


def _stop_at_first_signal() -> None:
    signal.sigwait({signal.SIGTERM})
    stop = signal.getsignal(signal.SIGTERM)
    if not callable(stop):  # the server has not begun, so nothing is under way
        os._exit(0)
    stop(signal.SIGTERM, None)


if hasattr(signal, "pthread_sigmask"):  # not on Windows
    # Threads that are started from here on, the server's own among them, inherit this.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP, signal.SIGTERM})
    threading.Thread(target=_stop_at_first_signal, name="stop", daemon=True).start()
