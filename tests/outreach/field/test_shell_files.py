"""What a phone keeps of the page: hashed scripts that find each other, and a version that changes with any of it."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from ektp_tracker.static_storage import HashedStaticFiles
from outreach.views.field import shell, worker

STATIC = settings.BASE_DIR / "static"
IMPORTED = re.compile(r"""(?:from\s*|import\s*\(?\s*)["']([./][^"']+)["']""")


@pytest.fixture
def collected(tmp_path):
    """The static files of the page under hashed names, as ``up`` puts them: (folder, name → hashed name)."""
    storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
    for folder in ("field", "vendor", "css", "img"):
        shutil.copytree(STATIC / folder, tmp_path / folder)
    names = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    for _name, _hashed, processed in storage.post_process({name: (storage, name) for name in names}):
        if isinstance(processed, Exception):
            raise processed
    return tmp_path, storage.hashed_files


def test_every_import_of_a_hashed_script_is_a_hashed_script(collected):
    folder, hashed = collected
    looked_at = 0
    for name in [name for name in hashed if name.startswith("field/") and name.endswith(".js")]:
        path = folder / hashed[name]
        for imported in IMPORTED.findall(path.read_text(encoding="utf-8")):
            looked_at += 1
            assert re.search(r"\.[0-9a-f]{12}\.js$", imported), f"{name} imports {imported}"
            found = (path.parent / imported).resolve().relative_to(folder.resolve()).as_posix()
            assert found in hashed.values(), f"{name} imports {imported}, which is not there"
    assert looked_at > 60


def test_scripts_of_packages_are_left_as_they_are(collected):
    assert [pattern for pattern, _rules in HashedStaticFiles.patterns].count("*.js") == 1


def test_every_file_that_the_page_imports_is_kept_on_the_phone():
    kept = {address.removeprefix("/static/") for address in worker.told()["files"]}
    for name in [name for name in kept if name.startswith("field/")]:
        for imported in IMPORTED.findall((STATIC / name).read_text(encoding="utf-8")):
            found = ((STATIC / name).parent / imported).resolve().relative_to(STATIC).as_posix()
            assert found in kept, f"{name} imports {found}"
    named = re.findall(r'(?:src|href)="/static/([^"]+)"', worker.page_of(shell.shell).decode())
    assert named
    assert set(named) <= kept
    assert not kept & worker.NOT_KEPT


def test_the_version_changes_with_a_file_and_with_the_page(monkeypatch):
    before = worker.version_of(worker.told())
    assert worker.version_of(worker.told()) == before == worker.app_version()
    monkeypatch.setattr(shell, "_page", lambda: "<p>another page</p>")
    another = worker.version_of(worker.told())
    assert another != before
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: real(path) + b" " if path.name == "send.js" else real(path))
    assert worker.version_of(worker.told()) not in {before, another}
