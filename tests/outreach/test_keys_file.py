"""The file of keys: made once and whole, readable by its owner alone, never replaced by new keys where old are needed."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from outreach import keys_file
from outreach.keys_file import (
    KeysExposed,
    KeysMissing,
    KeysUnreadable,
    add_key,
    drop_old_keys,
    open_keys,
    read_keys,
)
from outreach.sealing import Place, SealingError, WrongKey, new_ring

NIK = Place("outreach_resident", "nik")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "private" / "keys.json"


def test_it_is_made_on_first_use_for_its_owner_alone(path):
    old_mask = os.umask(0)
    try:
        ring = open_keys(path, check_value=None)
    finally:
        os.umask(old_mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    again = open_keys(path, check_value=ring.check_value())
    assert again.open(ring.seal("1507", NIK), NIK) == "1507"
    assert [one.name for one in path.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o601, 0o777])
def test_it_is_refused_where_others_may_touch_it(path, mode):
    open_keys(path, check_value=None)
    path.chmod(mode)
    with pytest.raises(KeysExposed, match="chmod 600"):
        open_keys(path, check_value=None)
    with pytest.raises(KeysExposed):
        add_key(path)
    path.chmod(0o400)
    assert read_keys(path)


def test_no_new_keys_where_something_is_sealed_with_others(path):
    check = open_keys(path, check_value=None).check_value()
    path.unlink()
    with pytest.raises(KeysMissing, match="Put it back"):
        open_keys(path, check_value=check)
    assert not path.exists()
    open_keys(path, check_value=None)
    with pytest.raises(WrongKey):
        open_keys(path, check_value=check)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "secret-text",
        "[]",
        "{}",
        '{"version": 2, "current": "00000001", "keys": {}}',
        '{"version": 1, "current": "00000001", "keys": {}}',
        '{"version": 1, "current": "00000001", "keys": {"00000001": "short"}}',
        '{"version": 1, "current": "00000001", "keys": {"00000001": 5}}',
        '{"version": 1, "current": ["00000001"], "keys": {"00000001": "AAAA"}}',
        '{"version": 1, "current": "00000001", "keys": []}',
        "\udcff",
    ],
)
def test_what_is_no_file_of_keys_is_refused_without_quoting_it(path, text):
    open_keys(path, check_value=None)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(KeysUnreadable) as caught:
        open_keys(path, check_value=None)
    assert "secret-text" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_what_cannot_be_read_or_made_is_said(path, tmp_path):
    path.mkdir(parents=True)
    with pytest.raises(KeysUnreadable):
        open_keys(path, check_value=None)
    (tmp_path / "a-file").touch()
    with pytest.raises(KeysUnreadable):
        open_keys(tmp_path / "a-file" / "keys.json", check_value=None)


def test_a_new_key_is_current_and_the_old_one_stays_until_dropped(path):
    old = open_keys(path, check_value=None)
    sealed = old.seal("1507", NIK)
    ring = add_key(path)
    assert ring.current != old.current
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_keys(path, check_value=old.check_value()).open(sealed, NIK) == "1507"
    with pytest.raises(SealingError, match="stay"):
        drop_old_keys(path, expected=old.current)
    assert set(read_keys(path).ids) == {old.current, ring.current}
    drop_old_keys(path, expected=ring.current)
    assert read_keys(path).ids == (ring.current,)
    assert [one.name for one in path.parent.iterdir()] == ["keys.json"]


def test_of_two_changes_at_once_one_is_refused_and_no_key_is_lost(path):
    open_keys(path, check_value=None)

    def change(_):
        try:
            return add_key(path).current
        except SealingError:
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [one for one in pool.map(change, range(40)) if one]
    assert made
    assert set(made) <= set(read_keys(path).ids)
    assert len(read_keys(path).ids) == len(made) + 1
    path.with_name("keys.json.lock").touch()
    with pytest.raises(SealingError, match=r"keys\.json\.lock"):
        add_key(path)


def test_a_cut_change_leaves_the_old_file_whole(path, monkeypatch):
    ring = open_keys(path, check_value=None)
    before = path.read_bytes()

    def no_room(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(OSError, match="No space"):
        add_key(path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["keys.json"]
    assert read_keys(path).current == ring.current


def test_whoever_makes_it_first_is_followed_by_the_rest(path, monkeypatch):
    """Another process makes the file between the look and the making."""
    rival = new_ring()
    written = keys_file._written_beside

    def after_a_rival(target, ring):
        if not path.exists():
            written(path, rival).rename(path)
        return written(target, ring)

    monkeypatch.setattr(keys_file, "_written_beside", after_a_rival)
    assert open_keys(path, check_value=None).current == rival.current


def test_processes_that_start_at_once_have_the_same_keys(path):
    code = (
        "import sys; from pathlib import Path; from outreach.keys_file import open_keys; "
        "print(open_keys(Path(sys.argv[1]), check_value=None).check_value())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(4)
    ]
    checks = {one.communicate(timeout=60)[0].strip() for one in started}
    assert checks == {read_keys(path).check_value()}
    assert json.loads(path.read_text())["version"] == 1
