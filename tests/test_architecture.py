"""Guards over the whole repository: arrows one way, small pieces, no inline code in pages, nothing from outside.

Each counts what it looked at, so that it cannot pass by looking at nothing.
"""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
OURS = ("ektp_tracker", "outreach", "kecamatan")
#: Pure modules: no ORM, no request, no settings.
PURE = {
    "kecamatan": (
        "counts",
        "days",
        "pace",
        "charts",
        "courses",
        "regency_map",
        *("moves", "waterfall", "intervals", "funnel"),
        "place_names",
        "demo_split",
        "demo_words",
        "phones",
        "plain_text",
        *("papers.typesetting", "papers.numbers", "papers.indonesian", "papers.crest", "papers.glyphs", "papers.heads"),
        *("reports.periods", "reports.content", "reports.words", "reports.outlook_words", "reports.visits"),
        *("reports.brief", "reports.columns", "reports.paper", "reports.sheet", "reports.view", "reports.addresses"),
        "disclosure",
        *("pictures.drawing", "pictures.frame"),
        *("forecast.parts", "forecast.pace", "forecast.course", "forecast.drives", "forecast.backtest"),
    ),
    "outreach": (
        "nik",
        "segments",
        "life",
        "rule_eight",
        "person_names",
        "likeness",
        "sealing",
        "sealing_speed",
        "keys_file",
        "demo_names",
        "demo_numbers",
        "demo_people",
        "demo_settling",
        *("card_stock", "card_steps"),
        *("matching.people", "matching.changes", "matching.alike", "matching.compare"),
        "personal",
        "reconciling",
        "doubles",
        *("calendar_days", "calendar_grid", "clashes", "ics", "initials"),
        *("papers.short_codes", "papers.letter_text", "papers.default_texts", "papers.layouts"),
        *("papers.whatsapp", "papers.qr", "papers.letters", "papers.lists"),
        *("papers.records", "visit_life", "attendance"),
        *("planner.beta", "planner.turnout", "planner.travel", "planner.places", "planner.ranking", "planner.board"),
        *("planner.bound", "planner.plan", "planner.windows", "planner.invented", "planner.simulation"),
    ),
}
LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_TEMPLATE = 40, 400, 150


def modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize(
    ("lower", "uppers"), [("kecamatan", ("outreach", "ektp_tracker")), ("outreach", ("ektp_tracker",))]
)
def test_arrows_go_one_way(lower, uppers):
    looked_at = modules(lower)
    wrong = [(path.name, name) for path in looked_at for name in imports_of(path) if name.split(".")[0] in uppers]
    assert not wrong
    assert len(looked_at) >= (40 if lower == "kecamatan" else 2)


@pytest.mark.parametrize("app", PURE)
def test_pure_modules_know_nothing_of_the_web_or_the_database(app):
    pure = {f"{one}.{name}" for one, names in PURE.items() for name in names}
    # Kept pure by a guard of their own, in tests/outreach/reading/test_guards.py.
    pure |= {f"outreach.reading.{name}" for name in ("catalogue", "meanings", "rows")}
    for name in PURE[app]:
        found = imports_of(ROOT / app / f"{name.replace('.', '/')}.py")
        assert not [one for one in found if one.split(".")[0] in {"django", "ektp_tracker"}], name
        assert not [one for one in found if one.split(".")[0] in OURS and one not in pure], name


def test_every_module_of_a_pure_package_is_named_as_pure():
    assert {f"matching.{path.stem}" for path in modules("outreach/matching") if path.stem != "__init__"} == {
        name for name in PURE["outreach"] if name.startswith("matching.")
    }


@pytest.mark.parametrize("app", PURE)
def test_every_module_of_the_papers_is_named_as_pure(app):
    assert {f"papers.{path.stem}" for path in modules(f"{app}/papers") if path.stem != "__init__"} == {
        name for name in PURE[app] if name.startswith("papers.")
    }


def test_every_module_of_the_reports_is_named_as_pure():
    assert {f"reports.{path.stem}" for path in modules("kecamatan/reports") if path.stem != "__init__"} == {
        name for name in PURE["kecamatan"] if name.startswith("reports.")
    }


def test_every_module_of_the_planner_is_named_as_pure():
    assert {f"planner.{path.stem}" for path in modules("outreach/planner") if path.stem != "__init__"} == {
        name for name in PURE["outreach"] if name.startswith("planner.")
    }


def test_every_module_of_the_forecast_is_named_as_pure():
    assert {f"forecast.{path.stem}" for path in modules("kecamatan/forecast") if path.stem != "__init__"} == {
        name for name in PURE["kecamatan"] if name.startswith("forecast.")
    }


def test_what_remains_is_computed_in_one_place_only():
    """Rule 1: nothing but kecamatan.counts (and the database's own guard) adds the parts up."""
    formula = re.compile(r"(added|\.added)\s*-\s*\S*removed")
    users = [path for path in modules(*OURS) if formula.search(path.read_text(encoding="utf-8"))]
    assert {path.name for path in users} <= {"counts.py", "0002_ledger_guards.py"}
    assert ROOT / "kecamatan" / "counts.py" in users


def test_functions_and_modules_stay_small():
    looked_at = 0
    for path in modules(*OURS):
        if "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        assert source.count("\n") <= LONGEST_MODULE, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                looked_at += 1
                assert node.end_lineno - node.lineno < LONGEST_FUNCTION, f"{path.name}:{node.name}"
    assert looked_at > 200


def test_imports_of_our_own_stand_at_the_top():
    for path in modules(*OURS):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    inner = getattr(node, "module", "") if isinstance(node, ast.ImportFrom) else ""
                    assert (inner or "").split(".")[0] not in OURS, f"{path.name}:{function.name}"


def test_no_catch_all_modules_and_no_signals():
    for path in modules(*OURS):
        assert path.stem not in {"utils", "helpers", "common", "services", "misc"}, path
        assert "django.dispatch" not in imports_of(path), path
        assert not [name for name in imports_of(path) if name.endswith(".signals")], path


def test_templates_say_what_they_need_and_hold_no_inline_code():
    looked_at = templates()
    for path in looked_at:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("{#"), f"{path.name} does not begin with a comment"
        assert text.count("\n") <= LONGEST_TEMPLATE, path
        assert not re.search(r"\sstyle=", text), f"{path.name} has an inline style"
        assert not re.search(r"\son[a-z]+=", text), f"{path.name} has an inline handler"
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), f"{path.name} has an inline script"
        assert not re.search(r"(src|href)=[\"']https?://", text), f"{path.name} fetches from outside"
        assert "|safe" not in text, path
    assert len(looked_at) >= 30


def test_static_files_fetch_nothing_from_outside():
    looked_at = [path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js"}]
    for path in looked_at:
        assert not re.search(r"(url\(|import |fetch\()\s*[\"']?https?://", path.read_text(encoding="utf-8")), path
    assert len(looked_at) >= 4


def test_top_level_holds_what_the_design_names():
    import subprocess

    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    top = {name.split("/")[0] for name in tracked}
    assert top <= {
        "manage.py",
        "requirements.txt",
        "pyproject.toml",
        "README.md",
        ".ci",
        ".gitignore",
        "ektp_tracker",
        "kecamatan",
        "outreach",
        "templates",
        "static",
        "tests",
    }


def test_no_committed_text_names_a_machine():
    """Neither paths of somebody's machine nor the hosts of package registries."""
    import subprocess

    looked_at = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    words = ["/wo" + "rk/", "/ro" + "ot/", "py" + "pi.org", "registry." + "npmjs", "deb." + "debian.org"]
    for name in looked_at:
        path = ROOT / name
        if path.suffix in {".png", ".mo", ".xlsx"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not [word for word in words if word in text], name
    assert len(looked_at) > 100


def test_every_requirement_is_pinned_and_has_its_reason():
    looked_at = 0
    for name in ("requirements.txt", "tests/requirements.txt"):
        reasons = True
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("# Brought in by"):
                reasons = False
            if not line.strip() or line.startswith(("#", "-r")):
                continue
            looked_at += 1
            assert re.match(r"[A-Za-z0-9_.\[\]-]+==[0-9]", line), line
            assert not reasons or "#" in line, f"no reason beside {line}"
    assert looked_at > 25


def test_models_say_what_a_row_is_and_protect_their_rows():
    looked_at = 0
    for model in apps.get_app_config("kecamatan").get_models():
        if model._meta.auto_created:
            continue
        looked_at += 1
        assert model.__doc__
        assert not model.__doc__.startswith(f"{model.__name__}("), f"{model.__name__} has no docstring of its own"
    assert looked_at >= 12
