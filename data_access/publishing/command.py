"""The command that publishes: python -m data_access publish."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from data_access import clock
from data_access.catalogue import load_catalogue
from data_access.files import Folders, config_texts
from data_access.formats import plural
from data_access.intake.validate import indicator_of
from data_access.publishing.plan import Plan, plan
from data_access.publishing.write import check_roles, write
from data_access.records import Catalogue, Observation

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_EXAMPLES = """examples:
  python -m data_access publish free-school-meals.csv --prepared-by "Data officer" --approved-by "Head of service"
  python -m data_access publish meals.xlsx --indicator free-school-meals --preview

The file is validated, then every small count and whatever would give one back is hidden. What would become public is
shown, and nothing is written until you answer yes (or say --yes). Raw counts never enter the repository.

exit codes: 0 published or previewed, 1 something is wrong or you answered no, 2 not understood
"""
_MOST_SHOWN = 40


def add_commands(commands: "Commands") -> None:
    """Add ``publish``; it sets ``run``, which takes (folders, options) and gives the exit code."""
    publish = commands.add_parser(
        "publish",
        help="protect a file of figures and publish it",
        description="Validate a file of figures, hide small counts, show what would become public, and publish it.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    publish.add_argument("file", type=Path, help="a CSV (comma, semicolon or tab), XLSX or ODS with true counts")
    publish.add_argument("--indicator", help="its id, where the file’s name does not start with it")
    publish.add_argument("--prepared-by", default="", help="the role that prepared the figures")
    publish.add_argument(
        "--approved-by", default="", help="another role, which stands behind publishing them; unapproved where left out"
    )
    publish.add_argument("--preview", action="store_true", help="show what would become public and stop")
    publish.add_argument("--yes", action="store_true", help="publish without asking")
    publish.set_defaults(run=run_publish)


def run_publish(folders: Folders, options: argparse.Namespace) -> int:
    """Publish one file. Exit code: 0 done, 1 refused, 2 not understood.

    Raises:
        PortalError: the file is wrong, cannot be protected, or the roles are wrong.
    """
    if not options.file.is_file():
        return _not_understood(f"{options.file} is not there")
    catalogue = load_catalogue(config_texts(folders))
    indicator_id = options.indicator or indicator_of(options.file, catalogue)
    if indicator_id not in catalogue.indicators:
        return _not_understood("say which indicator with --indicator; python -m data_access show indicators lists them")
    if not options.preview:
        check_roles(options.prepared_by, options.approved_by)
    planned = plan(folders, options.file, indicator_id)
    sys.stdout.writelines(f"{line}\n" for line in preview(planned, catalogue))
    if options.preview:
        sys.stdout.write("This was a preview: nothing was written.\n")
        return 0
    if not (options.yes or _agreed()):
        sys.stdout.write("Nothing was written.\n")
        return 1
    roles = {"prepared_by": options.prepared_by, "approved_by": options.approved_by}
    path = write(folders, planned, catalogue, **roles, on=clock.today())
    sys.stdout.write(f"Published: {path.relative_to(folders.root)} has {plural(len(planned.rows), 'row')}.\n")
    return 0


def preview(planned: Plan, catalogue: Catalogue) -> Iterator[str]:
    """What would become public and what would be hidden, and why, line by line; for the officer alone."""
    yield from (f"Note: {notice}" for notice in planned.notices)
    yield f"{planned.indicator.title} ({planned.indicator.id})"
    yield f"  {plural(len(planned.new), 'row')} in the file; {len(planned.rows):,} in all once published."
    yield from _revisions(planned, catalogue)
    statement = planned.statement
    shown, source = plural(statement.shown, "cell"), statement.hidden_by_publisher
    yield f"  {shown} shown, {statement.hidden_here:,} hidden here, {source:,} hidden by their own source."
    if planned.hidden:
        smallest = catalogue.settings.smallest_count
        yield f"  {plural(planned.primary, 'count')} from 1 to {smallest - 1}, and {planned.complementary:,} more that"
        yield "  would give them back. In public all carry the same mark, [c], so that none tells which it is:"
        yield from _listed(_place(row, catalogue) for row in planned.hidden)
        yield f"  The hidden counts are at most {statement.people_hidden_percent:.1f}% of all counts."


def _revisions(planned: Plan, catalogue: Catalogue) -> Iterator[str]:
    if planned.revised:
        yield f"  {plural(len(planned.revised), 'row')} published before would change:"
        yield from _listed(
            f"{_place(new, catalogue)}: {_figure(old)} becomes {_figure(new)}" for old, new in planned.revised
        )


def _listed(lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    yield from (f"    {line}" for line in found[:_MOST_SHOWN])
    if len(found) > _MOST_SHOWN:
        yield f"    and {len(found) - _MOST_SHOWN:,} more"


def _place(row: Observation, catalogue: Catalogue) -> str:
    codes = catalogue.codes
    parts = [
        codes.periods[row.period_code].label,
        codes.areas[row.area_code].label,
        codes.ethnic_groups[row.ethnicity_code].label,
    ]
    if row.category_code != "all":
        parts.append(codes.categories[row.category_code].label)
    return ", ".join(parts)


def _figure(row: Observation) -> str:
    if row.marker:
        return f"[{row.marker}]"
    counts = "" if row.numerator is None else f" ({row.numerator:g} of {row.denominator or 0:g})"
    return f"{row.value:g}{counts}"


def _agreed() -> bool:
    if not sys.stdin.isatty():
        sys.stderr.write("Error: nobody is there to answer; say --yes to publish\n")
        return False
    return input("Publish this? Type yes: ").strip().lower() == "yes"


def _not_understood(what: str) -> int:
    sys.stderr.write(f"Error: {what}\n")
    return 2
