"""A database that threads and faults are real in: SQLite in a file, as in an office, instead of one in memory."""

import pytest
from django.db import connections


@pytest.fixture
def own_connections(tmp_path, transactional_db):
    """Every thread has a connection of its own to the same data. On SQLite: the test's data, moved into a file.

    Yields the open connection of this thread. Ask for the cast first, so that it is in the file.
    """
    connection = connections["default"]
    if connection.vendor != "sqlite":
        yield connection
        connection.close()
        return
    path = tmp_path / "site.sqlite3"
    connection.ensure_connection()
    name = connections.settings["default"]["NAME"]
    connections.settings["default"]["NAME"] = str(path)
    in_file = connections.create_connection("default")
    in_file.inc_thread_sharing()
    in_file.connect()
    connection.connection.backup(in_file.connection)
    connections["default"] = in_file
    try:
        yield in_file
    finally:
        connections["default"] = connection
        connections.settings["default"]["NAME"] = name
        in_file.dec_thread_sharing()
        in_file.close()
