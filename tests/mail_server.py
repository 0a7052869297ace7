"""A real mail server in the test's own process: speaks SMTP on a port of its own and keeps what it was given."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage


class Box(socketserver.ThreadingTCPServer):
    """``mails``: what arrived, parsed; ``refuses``: says no to every recipient."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.mails: list[EmailMessage] = []
        self.refuses = False


class Talk(socketserver.StreamRequestHandler):
    """One connection, command by command (RFC 5321)."""

    def handle(self) -> None:
        self.say("220 here")
        for line in self.rfile:
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.say("354 go on")
                whole = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.mails.append(email.message_from_bytes(whole, policy=policy.default))
            if verb == b"RCPT" and self.server.refuses:
                self.say("550 nobody of this name")
                continue
            self.say("221 bye" if verb == b"QUIT" else "250 yes")
            if verb == b"QUIT":
                return

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server(settings) -> Iterator[Box]:
    """Inside, the site's mail goes to the box that is given."""
    with Box() as box:
        threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = box.server_address
        settings.EMAIL_USE_TLS, settings.EMAIL_CONFIGURED = False, True
        yield box
        box.shutdown()
