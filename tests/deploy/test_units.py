"""The systemd units, the container file and the commands of deploy/: each is read, and what it runs exists."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import app
from data_access.__main__ import main
from data_access.files import DEFAULT_FOLDERS
from deploy.faults.asking import ask
from deploy.faults.deployment import environment, replica
from deploy.faults.processes import free_port, listens, program
from tests.test_architecture import OURS

ROOT = DEFAULT_FOLDERS.root
FOLDER = ROOT / "deploy" / "systemd"
UNITS = [*sorted(FOLDER.glob("*.service")), FOLDER / "portal.target"]
CONTAINERFILE = (ROOT / "deploy" / "container" / "Containerfile").read_text(encoding="utf-8")
HARDENED = {
    "ProtectSystem": "strict",
    "NoNewPrivileges": "true",
    "PrivateTmp": "true",
    "ProtectHome": "true",
    "CapabilityBoundingSet": "",
}


def unit(path: Path) -> dict[str, list[tuple[str, str]]]:
    """The sections of a unit, each with its settings in order."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            here = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            here.append((name, value))
    return sections


def instructions() -> list[tuple[str, str]]:
    """(instruction, arguments) of the container file, continued lines joined."""
    text = re.sub(r"\\\n\s*", "", CONTAINERFILE)
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def _copy_file(source: Path, into: Path) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, into)


def _can_write(command: list[str], folder: Path) -> bool:
    """Whether a program that is started like the replica can make a file in a folder."""
    made = [*command, sys.executable, "-c", f"open({str(folder / 'made')!r}, 'w')"]
    return subprocess.run(made, capture_output=True, check=False).returncode == 0


def arguments_of(name: str) -> list[str]:
    return [rest for found, rest in instructions() if found == name]


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name)
def test_a_unit_runs_as_a_user_of_its_own_and_may_write_nowhere(path: Path) -> None:
    service = dict(unit(path)["Service"])
    assert service["User"] not in {"", "root"}
    assert {name: service[name] for name in HARDENED} == HARDENED


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_finds_no_fault_in_a_unit(path: Path, tmp_path: Path) -> None:
    for one in UNITS:
        text = one.read_text(encoding="utf-8").replace("/opt/portal/.venv/bin/", f"{Path(sys.executable).parent}/")
        (tmp_path / one.name.replace("@.", "@8501.")).write_text(text, encoding="utf-8")
    verified = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", str(tmp_path / path.name.replace("@.", "@8501."))],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    about_ours = [line for line in verified.stderr.splitlines() if "portal" in line]
    assert about_ours == []


def test_the_commands_of_the_units_are_the_portals_own() -> None:
    build = dict(unit(ROOT / "deploy" / "systemd" / "portal-build.service")["Service"])
    for command in (build["ExecStartPre"], build["ExecStart"]):
        called, *rest = shlex.split(command)
        assert called == "/opt/portal/.venv/bin/python"
        assert rest[:2] == ["-m", "data_access"]
        with pytest.raises(SystemExit) as ended:
            main([*rest[2:], "--help"])
        assert ended.value.code == 0


def test_what_the_settings_files_set_is_what_the_portal_reads() -> None:
    read = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data_access").glob("*.py"))
    for name, kept_from in (("reader.env", {"DATABASE_URL"}), ("build.env", {"READ_DATABASE_URL"})):
        text = (ROOT / "deploy" / "systemd" / name).read_text(encoding="utf-8")
        set_here = set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))
        assert set_here.isdisjoint(kept_from)
        assert all(f'"{setting}"' in read for setting in set_here)


def test_the_container_holds_every_part_of_the_portal_and_nothing_that_is_not_there() -> None:
    copied = {source for rest in arguments_of("COPY") for source in rest.split()[:-1]}
    assert all((ROOT / source).exists() for source in copied)
    packages = {f"{name}.py" if (ROOT / f"{name}.py").exists() else name for name in OURS - {"tests"}}
    assert packages | {".streamlit", "config", "data", "requirements.txt"} <= {
        source.removeprefix("./") for source in copied
    }


def test_the_container_runs_as_another_user_than_root_and_says_how_it_is() -> None:
    names = [name for name, _ in instructions()]
    assert set(names) <= {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD"}
    assert arguments_of("USER") == ["portal"]
    assert names.index("USER") > max(place for place, name in enumerate(names) if name == "RUN")
    [health] = arguments_of("HEALTHCHECK")
    command = json.loads(health.partition("CMD ")[2])
    assert compile(command[2], "healthcheck", "exec")
    address = re.findall(r"http://127\.0\.0\.1:8501(/\w+)", command[2])
    assert address == ["/healthz"]
    assert address[0] in {getattr(route, "path", "") for route in app._user_routes}


def test_the_container_and_the_unit_start_the_same_server() -> None:
    [command] = [json.loads(rest) for rest in arguments_of("CMD")]
    started = replica(ROOT, 8501).command[2:]
    [everywhere] = set(command) - set(started)
    assert command[command.index("--host") + 1] == everywhere


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv is not on this machine")
def test_a_replica_answers_from_folders_that_it_cannot_write_to(tmp_path: Path) -> None:
    copy = tmp_path / "portal"
    for source in (source for rest in arguments_of("COPY") for source in rest.split()[:-1]):
        into = copy / source
        (shutil.copytree if (ROOT / source).is_dir() else _copy_file)(ROOT / source, into)
    run = {"cwd": copy, "env": environment(PYTHONDONTWRITEBYTECODE="1"), "check": True, "capture_output": True}
    subprocess.run([sys.executable, "-m", "data_access", "build"], **run)
    folders = [copy, *(path for path in copy.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    # Root may write anywhere; without this capability it may not.
    command = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
    port = free_port()
    started = replica(tmp_path, port, PYTHONDONTWRITEBYTECODE="1")
    started.command, started.folder = [*command, *started.command], copy
    address = f"http://127.0.0.1:{port}"
    try:
        assert not _can_write(command, copy)
        started.start()
        started.wait(lambda: listens(port))
        ready, page = ask(address, "/readyz", Host="127.0.0.1:8501"), ask(address, "/read", Host="127.0.0.1:8501")
    finally:
        started.stop()
        for folder in folders:
            folder.chmod(0o755)
    assert ready.status == 200, ready.text
    assert "problem" not in ready.text
    assert page.status == 200
