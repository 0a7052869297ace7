"""``manage.py makemessages``: brings the Indonesian catalogue up to date with the sources, and compiles it."""

from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's own, with this project's habits as defaults: what tests say is no source, and diffs stay small.

    A new sentence comes in untranslated, never with a guess that a reader would have to recognise as one.
    """

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(
            locale=["id"],
            ignore_patterns=["var", "tests", "static/vendor"],
            add_location="file",
            no_wrap=True,
            no_obsolete=True,
        )

    def handle(self, *args, **options) -> None:
        super().handle(*args, **options)
        call_command("compilemessages", locale=["id"], ignore_patterns=[".venv", "var"], verbosity=options["verbosity"])
