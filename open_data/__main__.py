"""The command line: python -m open_data, followed by its command."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from data_access.errors import DatabaseFailure, PortalError
from data_access.public_address import public_address
from open_data.export.site import export

_EXAMPLES = """examples:
  python -m open_data export site                                       into the folder site
  python -m open_data export site --public-url https://portal.example   with the portal's address in its pages

exit codes: 0 all is well, 1 nothing was exported, 2 the command was not understood
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    options = _parser().parse_args(arguments)
    os.environ["PORTAL_PUBLIC_URL"] = options.public_url
    try:
        return _export(options)
    except PortalError as error:
        print(f"Error: {error}", file=sys.stderr)
    except DatabaseFailure as error:
        reason = str(error).splitlines()[0]
        print(f"Error: the database failed ({reason}); see whether DATABASE_URL is right", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m open_data",
        description="Write the read site as files for any web server, or for none.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    command = commands.add_parser("export", help="write every page without JavaScript, every chart and file")
    command.add_argument("folder", type=Path, help="a new folder, an empty one, or an earlier export")
    command.add_argument(
        "--public-url", type=_public_url, default=public_address().url, help="the address of the live portal"
    )
    command.add_argument(
        "--workers", type=int, default=0, help="how many processes draw (as many as processors, up to 4)"
    )
    return parser


def _public_url(told: str) -> str:
    try:
        return public_address(told).url
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _export(options: argparse.Namespace) -> int:
    started = time.monotonic()
    done = export(options.folder, workers=options.workers)
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    print(
        f"Wrote {done.pages:,} pages, {done.views:,} views of them, {done.figures:,} figures: {done.files:,} files, "
        f"{done.size / 1_000_000:,.1f} MB, in {minutes} min {seconds} s"
    )
    print(f"All {done.links:,} links within the folder lead somewhere; others lead to {public_address().url}")
    print(f"Open {options.folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
