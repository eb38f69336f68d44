"""Change the measures a little at a time and see that a test fails: `python -m tests.mutation [MUTANTS …]`.

MUTANTS are patterns such as `data_access.measures.periods*`; without one every mutant is tried, and the exit code says
whether fewer are killed than docs/mutation.md promises. Everything happens in a copy, in a temporary folder.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = (
    *(".streamlit", "app.py", "components", "config", "data", "data_access", "open_data", "pages", "pyproject.toml"),
    *("tests", "visuals"),
)
MUTATED = "data_access/measures"
TESTS = "tests/data_access/measures"
# Its tests compare with the real figures, and what only they notice is not held by a rule.
LEFT_OUT = "test_real_figures.py"
SETTINGS = f"""
[tool.mutmut]
source_paths = ["{MUTATED}"]
also_copy = {json.dumps([name for name in COPIED if name != "pyproject.toml"])}
pytest_add_cli_args = ["-x", "-q", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = ["{TESTS}"]
"""
# Of the mutants that are tried: 96.8 % were killed when this was set.
LEAST_KILLED = 0.96
PROFILE = "deadline=None)"


def main(names: list[str]) -> int:
    """Try the mutants and print which survive; 1 where nothing was tried or too few of all were killed."""
    with tempfile.TemporaryDirectory(prefix="portal-mutants-") as folder:
        copy = Path(folder)
        copy_into(copy)
        mutmut(copy, "run", "--max-children", "1", *names)
        said = mutmut(copy, "results", capture=True).splitlines()
        print("\n".join(line for line in said if not line.endswith(": not checked")))
        mutmut(copy, "export-cicd-stats")
        counts = json.loads((copy / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    return verdict(counts, is_whole=not names)


def copy_into(folder: Path) -> None:
    """Copy what the tests need, with fewer examples for each property so that a mutant takes a second."""
    leave_out = shutil.ignore_patterns("__pycache__", ".hypothesis")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=leave_out)
        else:
            shutil.copy(ROOT / name, folder)
    settings = folder / "pyproject.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SETTINGS, encoding="utf-8")
    (folder / TESTS / LEFT_OUT).unlink()
    shared = folder / "tests" / "conftest.py"
    text = shared.read_text(encoding="utf-8")
    if text.count(PROFILE) != 1:
        message = f"tests/conftest.py has “{PROFILE}” {text.count(PROFILE)} times, not once"
        raise ValueError(message)
    shared.write_text(text.replace(PROFILE, "deadline=None, max_examples=20)"), encoding="utf-8")


def mutmut(folder: Path, *command: str, capture: bool = False) -> str:
    """Run one command of mutmut in a folder; what it says, if that is to be captured.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    output = subprocess.PIPE if capture else None
    done = subprocess.run([sys.executable, "-m", "mutmut", *command], cwd=folder, check=True, stdout=output, text=True)
    return done.stdout or ""


def verdict(counts: dict[str, int], *, is_whole: bool) -> int:
    """Print how many mutants were killed; 1 where none was tried, or too few of all of them were killed."""
    killed = counts["killed"]
    tried = killed + sum(counts[name] for name in ("survived", "timeout", "suspicious", "segfault", "no_tests"))
    print(f"{killed:,} of {tried:,} mutants were killed; {counts['total']:,} can be made.")
    if not tried:
        print("No mutant was tried.", file=sys.stderr)
        return 1
    if is_whole and killed / tried < LEAST_KILLED:
        print(f"At least {LEAST_KILLED:.0%} must be.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
