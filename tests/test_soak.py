"""`make soak` takes its steps in order, says which, and stops at the first that fails, with its name."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.faults.processes import program
from tests.mutation import __main__ as mutation

ROOT = Path(__file__).parents[1]
STEPS = ["faults", "mutation", "fuzz", "links", "rows"]
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="make is not on this machine")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The Makefile beside an environment whose programs do nothing and say that all is well."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    tests = tmp_path / "tests"
    (tests / "mutation").mkdir(parents=True)
    (tests / "test_fuzz.py").write_text("from tests.fuzzing import fuzzed\n", encoding="utf-8")
    (tmp_path / "bench").mkdir()
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "bench/requirements.txt",
        "tests/mutation/requirements.txt",
    ):
        (tmp_path / name).touch()
    for folder in ("bin", "mutation/bin"):
        program = tmp_path / ".venv" / folder / "python"
        program.parent.mkdir(parents=True)
        says(program, 0)
    for name in ("created", "run-installed", "dev-installed", "mutation-installed", "bench-installed"):
        (tmp_path / ".venv" / f".{name}").touch()
    return tmp_path


def says(program: Path, code: int) -> None:
    program.write_text(f'#!/bin/sh\necho "asked: $FUZZ_EXAMPLES $EVERY_LINK $*"\nexit {code}\n', encoding="utf-8")
    program.chmod(0o755)


def soak(folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "FUZZ_", "EVERY_"))}
    return subprocess.run([program("make"), "soak"], cwd=folder, env=kept, capture_output=True, text=True, check=False)


def test_every_step_is_taken_in_order_and_says_its_name(made: Path) -> None:
    done = soak(made)
    assert done.returncode == 0, done.stderr
    assert re.findall(r"^soak: (\w+), from", done.stdout, re.MULTILINE) == STEPS
    assert done.stdout.endswith("soak: all is well\n")
    asked = [line.split(": ", 1)[1].split() for line in done.stdout.splitlines() if line.startswith("asked")]
    assert asked == [
        ["-m", "deploy.faults", "var/soak-reliability.md"],
        ["-m", "tests.mutation"],
        ["5000", "-m", "pytest", "-q", "tests/test_fuzz.py"],
        ["1", "-m", "pytest", "-q", "tests/open_data/read/test_every_page.py", "-k", "every_link"],
        [*["-m", "bench", "--most-rows", "5000000", "--parts", "data", "api", "--write", "var/soak-performance.md"]],
    ]


def test_a_step_that_fails_ends_the_run_with_its_name(made: Path) -> None:
    says(made / ".venv" / "mutation" / "bin" / "python", 1)
    done = soak(made)
    assert done.returncode != 0
    assert "soak: mutation failed" in done.stderr
    assert re.findall(r"^soak: (\w+), from", done.stdout, re.MULTILINE) == STEPS[:2]


def test_a_copy_for_the_mutants_has_the_settings_and_fewer_examples(tmp_path: Path) -> None:
    mutation.copy_into(tmp_path)
    assert (tmp_path / "data_access" / "measures" / "table.py").is_file()
    assert not (tmp_path / mutation.TESTS / mutation.LEFT_OUT).exists()
    assert "[tool.mutmut]" in (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    assert "max_examples=20" in (tmp_path / "tests" / "conftest.py").read_text(encoding="utf-8")


COUNTS = {"killed": 96, "survived": 4, "timeout": 0, "suspicious": 0, "segfault": 0, "no_tests": 0, "total": 100}


@pytest.mark.parametrize(
    ("changed", "is_whole", "code"),
    [
        ({}, True, 0),
        ({"killed": 95, "survived": 5}, True, 1),
        ({"killed": 95, "survived": 5}, False, 0),
        ({"survived": 3, "timeout": 2}, True, 1),
        ({"killed": 0, "survived": 0}, False, 1),
    ],
)
def test_too_few_mutants_killed_is_a_failure_of_the_whole_run(
    changed: dict[str, int], is_whole: bool, code: int
) -> None:
    assert mutation.verdict(COUNTS | changed, is_whole=is_whole) == code
