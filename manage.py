#!/usr/bin/env python3
"""The site's command line. The first time, it makes itself a virtual environment in .venv and installs what it needs.

This file alone must be read by any old Python, so that it can say which one is needed: no f-strings, no annotations.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed.json")
LOG = os.path.join(VENV, "pip.log")


def stop(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def say(sentence):
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def has(module):
    """Can this Python import it?"""
    import importlib.util  # not in Python 2, which must still read this file

    return importlib.util.find_spec(module) is not None


def make_venv():
    """An empty virtual environment beside this file; a half-made one is not left behind."""
    say("First start: making a virtual environment in .venv ...")
    try:
        subprocess.check_output([sys.executable, "-m", "venv", "--clear", VENV], stderr=subprocess.STDOUT)
    except (OSError, subprocess.CalledProcessError) as fault:
        said = getattr(fault, "output", None) or b""
        shutil.rmtree(VENV, ignore_errors=True)
        if not has("ensurepip") or b"ensurepip" in said:
            stop(
                "This Python cannot make a virtual environment. Install its venv package"
                " (Debian, Ubuntu: sudo apt install python3-venv) and start again."
            )
        reason = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [str(fault)]
        stop(
            "The virtual environment .venv cannot be made in %s (%s). Give this user the right to write there,"
            " make room, and start again." % (HERE, reason[0])
        )


def hashes(names):
    """What is installed is known by what the requirement files said, and for which Python."""
    found = {"python": "%d.%d" % sys.version_info[:2]}
    for name in names:
        with open(os.path.join(HERE, *name.split("/")), "rb") as file:
            found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


def install(names):
    """Install the last of these requirement files (it names the others), unless the stamp says that it is done."""
    wanted = hashes(names)
    try:
        with open(STAMP) as file:
            done = json.load(file)
    except (OSError, ValueError):
        done = {}
    if all(done.get(name) == value for name, value in wanted.items()):
        return
    say("Installing the packages of %s into .venv (once; this takes a minute) ..." % names[-1])
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "-r",
        os.path.join(HERE, *names[-1].split("/")),
    ]
    with open(LOG, "wb") as log:
        if subprocess.call(command, stdout=log, stderr=log) != 0:
            stop(
                "The packages of %s could not be installed. Check that the network reaches the package index and that"
                " there is room on the disk, and start again; pip's own words are in .venv/pip.log." % names[-1]
            )
    with open(STAMP, "w") as file:
        json.dump(wanted, file)


def prepare(argv):
    """See that the packages are there; inside a virtual environment of one's own nothing is installed."""
    names = ["requirements.txt"] + (["tests/requirements.txt"] if argv[1:2] == ["test"] else [])
    if os.path.realpath(sys.prefix) == os.path.realpath(VENV):
        install(names)
        return
    active = sys.prefix != sys.base_prefix
    ready = has("django")
    if not active and (os.path.exists(PYTHON) or not ready):
        if not os.path.exists(PYTHON):
            make_venv()
        sys.stdout.flush()
        if os.name == "nt":
            sys.exit(subprocess.call([PYTHON, os.path.abspath(__file__)] + argv[1:]))
        os.execv(PYTHON, [PYTHON, os.path.abspath(__file__)] + argv[1:])
    if not ready:
        stop(
            "The active virtual environment has no Django. Install the packages into it:"
            " python -m pip install -r " + names[-1]
        )


def main():
    if sys.version_info < (3, 11):
        stop(
            "This site needs Python 3.11 or newer, and this is %d.%d. Install a newer Python"
            " and start again with it, for example: python3.11 manage.py up" % sys.version_info[:2]
        )
    try:
        prepare(sys.argv)
    except OSError as fault:
        stop(
            "The packages cannot be installed in .venv (%s: %s). Give this user the right to write there, make room,"
            " and start again." % (fault.filename, fault.strerror)
        )
    # The demo has a database of its own, which the settings must know before they are read.
    if sys.argv[1:2] == ["up"] and "--demo" in sys.argv[2:]:
        os.environ["DEMO"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ektp_tracker.settings")
    from ektp_tracker.command_line import run

    run(sys.argv)


# Worker processes read this file too and must not start a second site.
if __name__ == "__main__":
    main()
