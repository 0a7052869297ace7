"""manage.py before Django: old Pythons, the first start's virtual environment; and ``manage.py test``."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from ektp_tracker.management.commands.test import arguments
from tests.site_process import ROOT, environment, manage

OLD = ("python2", "python3.6", "python3.7", "python3.8", "python3.9", "python3.10")


def load_manage():
    """manage.py as a module, without running it."""
    spec = importlib.util.spec_from_file_location("manage_under_test", ROOT / "manage.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- Old Pythons ----------------------------------------------------------------------------------------------------


def test_manage_py_has_nothing_that_an_old_python_cannot_read():
    source = (ROOT / "manage.py").read_text(encoding="utf-8")
    assert source.isascii()
    nodes = list(ast.walk(ast.parse(source)))
    new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Match, ast.Nonlocal)
    assert [ast.dump(node) for node in nodes if isinstance(node, new)] == []
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not any(argument.annotation for argument in node.args.args)
    assert len(nodes) > 300


def test_an_old_python_is_told_which_one_is_needed(monkeypatch, capsys):
    module = load_manage()
    monkeypatch.setattr(module.sys, "version_info", (3, 10, 13, "final", 0))
    with pytest.raises(SystemExit) as caught:
        module.main()
    assert caught.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("This site needs Python 3.11 or newer, and this is 3.10. Install a newer Python")
    assert said.count("\n") == 1


@pytest.mark.parametrize("name", OLD)
def test_a_real_old_python_says_one_sentence(name):
    path = shutil.which(name)
    if path is None or subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode:
        pytest.skip(f"no {name} here")
    done = subprocess.run([path, "manage.py", "up"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("This site needs Python 3.11 or newer")
    assert done.stderr.count("\n") == 1


# --- The virtual environment of the first start ---------------------------------------------------------------------


@pytest.fixture
def fresh(tmp_path):
    """``fresh("up", "--demo")`` starts a copy of manage.py by a Python without Django; behind it stands a stub."""
    python = getattr(sys, "_base_executable", sys.executable)
    knows = [python, "-c", "import django"]
    if subprocess.run(knows, capture_output=True, env=environment(), check=False).returncode == 0:
        pytest.skip("the Python outside the virtual environment has Django")
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "requirements.txt").write_text("-r ../requirements.txt\n")
    (tmp_path / "ektp_tracker").mkdir()
    (tmp_path / "ektp_tracker" / "command_line.py").write_text(
        "import os, sys\ndef run(argv): print(os.path.basename(sys.prefix), argv[1:], os.environ.get('DEMO'))\n"
    )

    def start(*words):
        env = environment(PIP_NO_INDEX="1")
        env.pop("VIRTUAL_ENV", None)
        command = [python, "manage.py", *words]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=False)

    return SimpleNamespace(start=start, folder=tmp_path)


def test_the_first_start_makes_its_environment_and_later_ones_use_it(fresh):
    done = fresh.start("up", "--demo")
    assert done.stdout == ".venv ['up', '--demo'] 1\n", done.stderr
    assert done.stderr.splitlines() == [
        "First start: making a virtual environment in .venv ...",
        "Installing the packages of requirements.txt into .venv (once; this takes a minute) ...",
    ]

    done = fresh.start("check")
    assert (done.stdout, done.stderr) == (".venv ['check'] None\n", "")

    done = fresh.start("test", "-q")
    assert done.stderr.splitlines() == [
        "Installing the packages of tests/requirements.txt into .venv (once; this takes a minute) ..."
    ]
    assert fresh.start("test").stderr == ""
    assert fresh.start("up").stderr == ""

    (fresh.folder / "requirements.txt").write_text("no-such-package-of-ours==1\n")
    done = fresh.start("up")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "The packages of requirements.txt could not be installed. Check that the network" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert fresh.start("up").returncode == 1

    (fresh.folder / "requirements.txt").write_text("# nothing, again\n")
    assert fresh.start("up").returncode == 0


def test_a_python_that_cannot_make_an_environment_is_told_what_to_install(monkeypatch, tmp_path, capsys):
    module = load_manage()
    monkeypatch.setattr(module, "VENV", str(tmp_path / ".venv"))

    def fail(command, **options):
        (tmp_path / ".venv" / "bin").mkdir(parents=True)
        raise subprocess.CalledProcessError(1, command, output=b"... because ensurepip is not\navailable. ...")

    monkeypatch.setattr(module.subprocess, "check_output", fail)
    with pytest.raises(SystemExit) as caught:
        module.make_venv()
    assert caught.value.code == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        "This Python cannot make a virtual environment. Install its venv package (Debian, Ubuntu: sudo apt install "
        "python3-venv) and start again."
    ]
    assert not (tmp_path / ".venv").exists()


def test_an_active_environment_without_django_is_left_to_its_owner(monkeypatch, capsys):
    module = load_manage()
    monkeypatch.setattr(module, "has", lambda name: False)
    monkeypatch.setattr(module.sys, "base_prefix", "/somewhere/else")
    with pytest.raises(SystemExit):
        module.prepare(["manage.py", "up"])
    assert "python -m pip install -r requirements.txt" in capsys.readouterr().err


# --- manage.py test -------------------------------------------------------------------------------------------------


USUAL = str(min((os.cpu_count() or 1) + 1, 6))


@pytest.mark.parametrize(
    ("given", "passed_on"),
    [
        ([], ["-n", USUAL, "--dist", "worksteal"]),
        (["-q", "tests/x.py"], ["-n", USUAL, "--dist", "worksteal", "-q", "tests/x.py"]),
        (["-n", "4"], ["-n", "4"]),
        (["-n0", "-q"], ["-n0", "-q"]),
        (["--numprocesses=1"], ["--numprocesses=1"]),
        (["--pdb"], ["--pdb"]),
        (["-p", "no:xdist"], ["-p", "no:xdist"]),
        (["--nf"], ["-n", USUAL, "--dist", "worksteal", "--nf"]),
    ],
)
def test_the_tests_run_on_a_few_processes_unless_told_otherwise(given, passed_on):
    assert arguments(given) == passed_on


def test_the_exit_code_of_pytest_is_passed_through(tmp_path):
    outer = {name: value for name, value in os.environ.items() if name == "DATABASE_URL"}
    env = {"DATA_DIR": str(tmp_path), **outer}
    assert manage("test", "-n0", "tests/no_such_file.py", **env).returncode == 4
    nothing = manage("test", "-n0", "-q", "tests/test_manage.py", "-k", "no_test_of_this_name", **env)
    assert nothing.returncode == 5, nothing.stdout
    one = manage("test", "-n0", "-q", "tests/test_manage.py", "-k", "unless_told_otherwise", **env)
    assert one.returncode == 0, one.stdout
    assert "8 passed" in one.stdout
