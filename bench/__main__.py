"""Measure everything in one run: `python -m bench [--quick] [--parts …] [--most-rows N] [--write FILE]`."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import api, data, machine
from bench.figures import Results, Target, figures_table, targets_table

_SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
_QUICK = (1_300, 2_600)
PARTS = ("data", "api", "pages", "readers", "browser")
_HEAD = """# Performance

`make bench` measures all of this in one run and writes this file; `python -m bench --help` has its options.
Observations are made up from a seed and loaded by the portal’s own build; “real” is the sealed edition that the portal
shows. Read the ratios: times are of this machine alone, on which the clients share the processor with the servers.
"""


def main(arguments: Iterable[str]) -> int:
    """Run the parts asked for, print the tables, and write them where asked."""
    asked = _parser().parse_args(list(arguments))
    began, described = time.perf_counter(), machine.described()
    results = Results()
    sizes = _QUICK if asked.quick else tuple(size for size in _SIZES if size <= asked.most_rows)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        measure(Path(folder), sizes, asked.parts, results, quick=asked.quick, datasette=asked.datasette)
    described.append(f"The whole run took {(time.perf_counter() - began) / 60:.1f} minutes")
    text = report(results, described)
    print(text)
    if asked.write:
        asked.write.write_text(text, encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny sizes and the data alone: does it run at all")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--most-rows", type=int, default=1_000_000, help="5000000 for the longest (about 10 minutes)")
    parser.add_argument("--write", type=Path, help="the Markdown file to write")
    parser.add_argument("--datasette", default=api.python_of_datasette(), help="a Python that has Datasette")
    return parser


def measure(
    root: Path, sizes: tuple[int, ...], parts: Iterable[str], results: Results, *, quick: bool, datasette: str
) -> None:
    """Run the parts, each bounded in time, over made-up portals under ``root``."""
    stores = [_made(root, size, results) for size in sizes] if quick or {"data", "api", "pages"} & set(parts) else []
    if quick:
        _data(stores, results, times=5, seconds=0.2)
        return
    steps: dict[str, Callable[[], None]] = {
        "data": lambda: _data(stores, results, times=200, seconds=3.0),
        "api": lambda: api.requests(stores[-1], results, 2.0, datasette),
        "pages": lambda: _pages(stores, results),
        "readers": lambda: _readers(results),
        "browser": lambda: _browser(results),
    }
    for part in parts:
        steps[part]()


def _made(root: Path, size: int, results: Results) -> data.Store:
    folder = root / f"bench-{size}"
    folder.mkdir()
    return data.made(folder, size, results)


def _data(stores: list[data.Store], results: Results, *, times: int, seconds: float) -> None:
    whole = []
    for store in stores:
        data.queries(store, results, times)
        milliseconds = data.page_work(store, results, times)
        if store.size >= store.shape.per_indicator:
            whole.append(milliseconds)
    if len(whole) > 1:
        what = "data of one measure's page, most rows beside the fewest that hold a whole measure (not growing)"
        results.aim(Target(what, whole[-1] / whole[0], 1.5, "×"))
    data.threads(stores[-1], results, seconds)
    data.whole_file(stores[-1], results)


def _pages(stores: list[data.Store], results: Results) -> None:
    from bench import pages

    pages.reruns(results, 40, 4.0)
    memory = [pages.with_made_up_figures(store, results, 30, 4.0) for store in (stores[0], stores[-1])]
    results.aim(Target("memory of the portal's process, most rows beside fewest", memory[1] / memory[0], 1.15, "×"))
    pages.beside_pandas(stores[-1], results, 10, 8.0)


def _readers(results: Results) -> None:
    from bench import pages

    pages.many_readers(results, 200, 50, 20.0)


def _browser(results: Results) -> None:
    from bench import browser

    browser.filter_change(results, 9)
    browser.slow_link(results)


def report(results: Results, described: list[str]) -> str:
    """The whole as Markdown."""
    machine_lines = "\n".join(f"- {line}" for line in described)
    notes = "\n".join(f"- {note}" for note in results.notes)
    return (
        f"{_HEAD}\n## Machine\n\n{machine_lines}\n\n## Targets\n\n{targets_table(results)}\n\n"
        f"## Figures\n\n{figures_table(results)}\n" + (f"\n## Notes\n\n{notes}\n" if notes else "")
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
