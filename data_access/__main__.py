"""The command line: python -m data_access, followed by one of its commands."""

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from data_access.catalogue import load_catalogue
from data_access.check import check
from data_access.database import build, database_url
from data_access.editions.command import add_commands as add_editions
from data_access.editions.folder import folders_of
from data_access.errors import DatabaseFailure, InvalidFilesError, PortalError
from data_access.files import DEFAULT_FOLDERS, Folders, config_texts
from data_access.intake.command import add_commands as add_intake
from data_access.portal import editions_on_disk
from data_access.publishing.command import add_commands as add_publishing
from data_access.records import Catalogue

_EXAMPLES = """examples:
  python -m data_access check              every problem in config/ and data/, one line each
  python -m data_access build              build the databases that the portal reads
  python -m data_access show indicators    the indicators as a table; --csv for a spreadsheet

exit codes: 0 all is well, 1 something is wrong in the files, 2 the command was not understood
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    folders = Folders(options.root.resolve())
    try:
        return int(options.run(folders, options))
    except InvalidFilesError as error:
        _print_issues(error.issues)
    except PortalError as error:
        print(f"Error: {error}", file=sys.stderr)
    except DatabaseFailure as error:
        reason = str(error).splitlines()[0]
        print(f"Error: the database failed ({reason}); see whether DATABASE_URL is right", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data_access",
        description="Check the published files and build the database that the portal reads.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--root", type=Path, default=DEFAULT_FOLDERS.root, help="the folder that holds config/ and data/"
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    commands.add_parser("build", help="build the databases that the portal reads").set_defaults(run=_build)
    commands.add_parser("check", help="list every problem in config/ and data/").set_defaults(run=_check)
    for add in (add_intake, add_publishing, add_editions):
        add(commands)
    show = commands.add_parser("show", help="list what is defined")
    show.add_argument("what", choices=sorted(_LISTS))
    show.add_argument("--csv", action="store_true", help="comma-separated, for a spreadsheet")
    show.set_defaults(run=_show)
    return parser


def _build(folders: Folders, _options: argparse.Namespace) -> int:
    for name in editions_on_disk(folders):
        mark, built = build(folders_of(folders, name), database_url())
        print(f"{'Built' if built else 'Already built'}: {name}, files {mark}")
    return 0


def _check(folders: Folders, _options: argparse.Namespace) -> int:
    issues = check(folders)
    if issues:
        raise InvalidFilesError(issues)
    print("config/ and data/ are sound")
    return 0


def _show(folders: Folders, options: argparse.Namespace) -> int:
    rows = [[str(cell) for cell in row] for row in _LISTS[options.what](load_catalogue(config_texts(folders)))]
    if options.csv:
        csv.writer(sys.stdout, lineterminator="\n").writerows(rows)
        return 0
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def _print_issues(issues: Iterable[object]) -> None:
    lines = [str(issue) for issue in issues]
    print("\n".join(lines), file=sys.stderr)
    print(f"{len(lines)} problem{'' if len(lines) == 1 else 's'}; nothing was changed", file=sys.stderr)


def _indicators(catalogue: Catalogue) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [("indicator", "title", "strand", "service area", "measure")]
    for entry in catalogue.indicators.values():
        rows.append((entry.id, entry.title, entry.strand_code, entry.service_area_code, entry.measure_type))
    return rows


def _commitments(catalogue: Catalogue) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [("commitment", "type", "due", "title")]
    for entry in catalogue.commitments.values():
        rows.append((entry.id, entry.type, entry.due or "-", entry.title))
    return rows


def _areas(catalogue: Catalogue) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [("area", "name", "type", "vintage")]
    for entry in catalogue.codes.areas.values():
        rows.append((entry.code, entry.label, entry.area_type, entry.vintage or "-"))
    return rows


def _groups(catalogue: Catalogue) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [("ethnic group", "name", "classification", "broad group")]
    for entry in catalogue.codes.ethnic_groups.values():
        rows.append((entry.code, entry.label, entry.classification_code, entry.eth5_code or "-"))
    return rows


_LISTS = {"indicators": _indicators, "commitments": _commitments, "areas": _areas, "groups": _groups}

if __name__ == "__main__":
    sys.exit(main())
