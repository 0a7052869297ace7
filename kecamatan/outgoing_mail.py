"""Mail goes out beside the request: its time must not tell a stranger whether an address is known."""

import logging
import threading

from django.core.mail import EmailMessage

log = logging.getLogger(__name__)


def send_later(message: EmailMessage) -> threading.Thread:
    """Hand the message to a thread of its own. A failure is logged without the address."""
    thread = threading.Thread(target=_send, args=(message,), name="mail")
    thread.start()
    return thread


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as fault:
        # smtplib's own exceptions are OSErrors too; their text may quote the address, so only the kind is told.
        log.error("A mail could not be sent (%s). Look at EMAIL_HOST and its neighbours.", type(fault).__name__)
