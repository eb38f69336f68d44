"""The commands that officers use: python -m data_access template | validate."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from data_access.catalogue import load_catalogue
from data_access.files import Folders, config_texts
from data_access.intake.published import read_published
from data_access.intake.template import Start, write_template
from data_access.intake.validate import validate
from data_access.nearest import nearest
from data_access.records import Catalogue, Indicator

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_TEMPLATE_EXAMPLES = """examples:
  python -m data_access template free-school-meals           free-school-meals.csv, a header alone
  python -m data_access template free-school-meals --xlsx    with drop-downs and a page of notes
  python -m data_access template free-school-meals --xlsx --rows --out ~/Desktop/meals.xlsx

exit codes: 0 written, 1 it could not be written or is there already, 2 not understood
"""
_VALIDATE_EXAMPLES = """examples:
  python -m data_access validate free-school-meals.csv
  python -m data_access validate "Free school meals 2026.xlsx"
  python -m data_access validate figures.ods --indicator free-school-meals

Each problem is one line: file, sheet, row, column, what is wrong and how to mend it. Nothing is changed.

exit codes: 0 sound, 1 something is wrong in the file, 2 not understood
"""


def add_commands(commands: "Commands") -> None:
    """Add ``template`` and ``validate``; each sets ``run``, which takes (folders, options) and gives the exit code."""
    template = commands.add_parser(
        "template",
        help="write an empty sheet for one indicator",
        description="Write an empty sheet with the right columns for one indicator.",
        epilog=_TEMPLATE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    template.add_argument("indicator", help="its id, as `show indicators` lists it")
    template.add_argument("--xlsx", action="store_true", help="a workbook with drop-downs and notes, not a CSV")
    template.add_argument("--rows", action="store_true", help="start with the areas and groups of the last period")
    template.add_argument("--out", type=Path, help="where to write it (default: INDICATOR.csv or .xlsx, here)")
    template.add_argument("--force", action="store_true", help="overwrite a file that is there already")
    template.set_defaults(run=run_template)
    check = commands.add_parser(
        "validate",
        help="list every problem in a file of figures",
        description="List every problem in a file of figures (CSV, XLSX or ODS) before it is published.",
        epilog=_VALIDATE_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("file", type=Path, help="a CSV (comma, semicolon or tab), XLSX or ODS")
    check.add_argument("--indicator", help="its id, where the file’s name does not start with it")
    check.set_defaults(run=run_validate)


def run_template(folders: Folders, options: argparse.Namespace) -> int:
    """Write a template. Exit code: 0 written, 1 not written, 2 not understood.

    Raises:
        InvalidFilesError: config/ is wrong.
    """
    catalogue = load_catalogue(config_texts(folders))
    indicator = catalogue.indicators.get(options.indicator)
    if indicator is None:
        return _not_understood(_unknown(options.indicator, catalogue))
    ending = ".xlsx" if options.xlsx else ".csv"
    path: Path = options.out or Path(f"{indicator.id}{ending}")
    if path.suffix.lower() != ending:
        return _not_understood(f"{path} should end in {ending}" + ("" if options.xlsx else ", or say --xlsx"))
    if path.exists() and not options.force:
        return _tell(f"Error: {path} is there already and was left as it is; say --force to overwrite it")
    try:
        write_template(indicator, catalogue, path, _starts(indicator, catalogue, folders) if options.rows else ())
    except OSError as error:
        return _tell(f"Error: {path} could not be written ({error.strerror}); see that its folder is there")
    sys.stdout.write(f"Wrote {path}\n")
    return 0


def run_validate(folders: Folders, options: argparse.Namespace) -> int:
    """Print every problem in a file, one line each. Exit code: 0 sound, 1 problems, 2 not understood.

    Raises:
        InvalidFilesError: config/ is wrong.
    """
    catalogue = load_catalogue(config_texts(folders))
    path: Path = options.file
    if not path.is_file():
        return _not_understood(f"{path} is not there")
    if options.indicator and options.indicator not in catalogue.indicators:
        return _not_understood(_unknown(options.indicator, catalogue))
    # Seen only after a second, and only where somebody is looking.
    with tqdm(desc=path.name, unit=" rows", delay=1, disable=None, leave=False) as bar:
        found = validate(path, catalogue, folders, options.indicator, on_row=bar.update)
    sys.stdout.writelines(f"Note: {notice}\n" for notice in found.notices)
    if not found.is_sound:
        sys.stderr.writelines(f"{issue}\n" for issue in found.issues)
        many = len(found.issues)
        return _tell(f"{many} problem{'' if many == 1 else 's'}; nothing was changed")
    sys.stdout.write(
        f"{path.name} is sound: {found.rows:,} row{'' if found.rows == 1 else 's'} of {found.indicator_id}\n"
    )
    return 0


def _starts(indicator: Indicator, catalogue: Catalogue, folders: Folders) -> list[Start]:
    """The rows of the latest published period, as codes."""
    published = read_published(indicator, catalogue, folders)
    latest = max(published.by_period, key=published.start, default=None)
    return [
        (row.area_code, row.ethnicity_code, row.ethnicity_as_published, row.category_code)
        for row in (published.by_period[latest].values() if latest else ())
    ]


def _unknown(indicator_id: str, catalogue: Catalogue) -> str:
    hint = nearest(indicator_id, catalogue.indicators)
    return f"“{indicator_id}” is not a known indicator" + (f"; the nearest is “{hint}”" if hint else "")


def _not_understood(what: str) -> int:
    _tell(f"Error: {what}")
    return 2


def _tell(what: str) -> int:
    sys.stderr.write(f"{what}\n")
    return 1
