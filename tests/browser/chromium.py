"""The Chromium of the machine, for tests and for what is run by hand: needs nothing of the site."""

import os
import shutil

# What Chromium needs to run as root in a container, and to leave the network alone.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "NO CHROMIUM FOUND: the browser tests are skipped. Install one (Debian: apt install chromium) or set CHROMIUM=/path."


def chromium_path() -> str | None:
    """CHROMIUM from the environment, or the one of the machine."""
    wanted = os.environ.get("CHROMIUM")
    if wanted:
        return shutil.which(wanted)
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (path := shutil.which(name))),
        None,
    )
