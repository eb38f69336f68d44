"""The commands seal, verify, diff, correct and withdraw of python -m data_access."""

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from tqdm import tqdm

from data_access import clock
from data_access.check import check
from data_access.commitments.questions import VERSION as QUESTIONS_RULE
from data_access.commitments.statuses import CLOCK_RULE, REPORTED_RULE, SEARCHED_RULE, SHOWN_RULE
from data_access.editions.cells import CellKey
from data_access.editions.correct import correct
from data_access.editions.diff import COLUMNS, diff
from data_access.editions.errors import EditionError
from data_access.editions.folder import edition_order, editions, is_edition_id, link_of
from data_access.editions.manifest import Manifest
from data_access.editions.match import SAME
from data_access.editions.seal import seal
from data_access.editions.verify import Difference, verify_chain, verify_edition
from data_access.editions.verify_file import verify_file
from data_access.editions.withdraw import withdraw
from data_access.files import Folders

RULES = {
    "reported": REPORTED_RULE,
    "shown": SHOWN_RULE,
    "clock": CLOCK_RULE,
    "searched": SEARCHED_RULE,
    "questions": QUESTIONS_RULE,
}
_CODES = "exit codes: 0 all is well, 1 something is wrong or differs, 2 the command was not understood"
_SEAL = """example:
  python -m data_access seal 2026-1 --note "First edition." --prepared-by "Data officer" \\
      --approved-by "Head of strategy"
"""
_VERIFY = """examples:
  python -m data_access verify                 every edition and the chain
  python -m data_access verify 2026-1          one edition and the chain
  python -m data_access verify rows.csv        which edition and cells a downloaded file matches
  python -m data_access verify 2026-1.zip
"""
_DIFF = """examples:
  python -m data_access diff 2026-1 2026-2 > changes.csv
  python -m data_access diff 2026-2 draft      what the working files would change
"""
_CORRECT = """example:
  python -m data_access correct 2026-2 --reason "The source had counted two children twice." \\
      --note "One figure corrected." --prepared-by "Data officer" --approved-by "Head of strategy"
"""
_WITHDRAW = """example:
  python -m data_access withdraw children-looked-after.d2021-03-31.E09000019.eth5-asian.all \\
      --reason "A small number could be worked out." --prepared-by "Data officer" --approved-by "Head of strategy"

The reason stays for good: tell no number in it. Where totals give the figure back, withdraw those cells too.
"""
Commands = argparse._SubParsersAction  # the type that add_subparsers returns has no public name


def add_commands(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the commands to those of a parser; each sets ``run`` to a function (folders, options) → exit code."""
    one = _add(commands, "seal", "make the working files an edition that never changes", _SEAL)
    one.add_argument(
        "edition", metavar="EDITION", type=_edition, help="a year and a number, later than the last, as in 2026-1"
    )
    _add_note(one)
    _add_roles(one)
    one.set_defaults(run=_seal)

    one = _add(commands, "verify", "say whether a file or an edition is as it was sealed", _VERIFY)
    one.add_argument("what", metavar="FILE|ZIP|EDITION", nargs="?", default="", help="every edition where left out")
    one.set_defaults(run=_verify)

    one = _add(commands, "diff", "list every cell added, revised or withdrawn between two editions, as CSV", _DIFF)
    one.add_argument("before", metavar="A", help="an edition, or draft")
    one.add_argument("after", metavar="B", help="an edition, or draft")
    one.set_defaults(run=_diff)

    one = _add(commands, "correct", "seal an edition that corrects figures of the one before", _CORRECT)
    one.add_argument("edition", metavar="EDITION", type=_edition, help="the new edition")
    one.add_argument("--reason", required=True, help="what was wrong, in a sentence")
    _add_note(one)
    _add_roles(one)
    one.set_defaults(run=_correct)

    one = _add(commands, "withdraw", "hide a cell found disclosive in every edition", _WITHDRAW)
    one.add_argument("cell", metavar="CELL", type=_cell, help="indicator.period.area.ethnicity.category, as codes")
    one.add_argument("--reason", required=True, help="why it must go, in a sentence without its numbers")
    _add_roles(one)
    one.set_defaults(run=_withdraw)


def _add(commands: "Commands[argparse.ArgumentParser]", name: str, about: str, example: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        epilog=f"{example}\n{_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _edition(text: str) -> str:
    """An argument that names an edition."""
    try:
        edition_order(text)
    except EditionError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _cell(text: str) -> CellKey:
    """An argument that names a cell."""
    try:
        return CellKey.parse(text)
    except EditionError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _add_note(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--note", required=True, help="what is new in this edition, in a sentence")


def _add_roles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prepared-by", required=True, metavar="ROLE", help="the role (not the person) that prepared")
    parser.add_argument("--approved-by", default="", metavar="ROLE", help="another role; unapproved where left out")


def _seal(folders: Folders, options: argparse.Namespace) -> int:
    manifest = seal(
        folders,
        options.edition,
        note=options.note,
        prepared_by=options.prepared_by,
        approved_by=options.approved_by,
        on=clock.today(),
        rules=RULES,
    )
    _tell_sealed(folders, manifest)
    return 0


def _correct(folders: Folders, options: argparse.Namespace) -> int:
    manifest = correct(
        folders,
        options.edition,
        reason=options.reason,
        note=options.note,
        prepared_by=options.prepared_by,
        approved_by=options.approved_by,
        on=clock.today(),
        rules=RULES,
    )
    for entry in manifest.corrections:
        _print(f"Corrected: {entry.cell}, as it was in {entry.replaces}")
    _tell_sealed(folders, manifest)
    return 0


def _withdraw(folders: Folders, options: argparse.Namespace) -> int:
    entry = withdraw(
        folders,
        options.cell,
        reason=options.reason,
        prepared_by=options.prepared_by,
        approved_by=options.approved_by,
        on=clock.today(),
    )
    _print(f"Withdrawn on {entry.on}: {entry.cell} in {', '.join(file.edition for file in entry.files)}")
    _print("Now build the database and start the portal again.")
    _print("Version control, databases on a server and copies that others took still hold the figure.")
    issues = check(folders)
    for issue in issues:
        _print(f"{issue.file}: {issue.mend}")
    if issues:
        _print("What is left may give the figure back: run check, and withdraw more cells until it is content.")
    return 1 if issues else 0


def _diff(folders: Folders, options: argparse.Namespace) -> int:
    rows = (entry.row for entry in diff(folders, options.before, options.after, quiet=False))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    different = False
    for row in rows:
        writer.writerow(row)
        different = True
    return 1 if different else 0


def _verify(folders: Folders, options: argparse.Namespace) -> int:
    asked = options.what
    chain_is_whole = _tell_chain(folders, verify_chain(folders))
    if asked and not (is_edition_id(asked) and not Path(asked).is_file()):
        match = verify_file(folders, Path(asked))
        _print(f"{asked}: {match.what}")
        return 0 if match.state == SAME and chain_is_whole else 1
    wanted = [asked] if asked else editions(folders)
    bar = tqdm(wanted, desc="Verifying", unit=" editions", delay=1, disable=None, leave=False)
    whole = [_tell_edition(folders, edition) for edition in bar]
    return 0 if all(whole) and chain_is_whole else 1


def _tell_edition(folders: Folders, edition: str) -> bool:
    found = verify_edition(folders, edition)
    _tell(found)
    wrong = any(entry.is_wrong for entry in found)
    if not wrong:
        but = ", but for what was withdrawn" if found else ""
        mark = link_of(folders, edition).manifest_sha256
        _print(f"{edition}: every file is as it was sealed{but}; manifest sha256 {mark}")
    return not wrong


def _tell_chain(folders: Folders, found: list[Difference]) -> bool:
    _tell(found)
    if found:
        _print("The chain of editions is broken.")
        return False
    count = len(editions(folders))
    _print(f"The chain of {count} edition{'' if count == 1 else 's'} is whole.")
    return True


def _tell_sealed(folders: Folders, manifest: Manifest) -> None:
    state = f"approved by {manifest.approved_by}" if manifest.is_approved else "unapproved"
    _print(f"Sealed {manifest.edition}: {len(manifest.files)} files, prepared by {manifest.prepared_by}, {state}")
    _print(f"Manifest sha256 {link_of(folders, manifest.edition).manifest_sha256}")
    _print("Publish this hash in another place, such as the minutes: it shows later that nothing was changed.")


def _tell(found: Iterable[Difference]) -> None:
    for entry in found:
        _print(str(entry))


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
