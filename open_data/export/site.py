"""The export itself: ask for every page, follow its links, write what they answer, check that each leads somewhere."""

import multiprocessing
import os
from collections.abc import Collection, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path

from tqdm import tqdm

from data_access.edition_list import sealed
from data_access.figure_account import FIGURE_PATH
from data_access.page_list import read_addresses
from data_access.portal import served
from data_access.public_address import public_address
from open_data import feed, sitemap
from open_data.export.asking import Answer, ask_whole
from open_data.export.errors import ExportError
from open_data.export.folder import filled, refuse_another, write_mark
from open_data.export.link_check import check_links
from open_data.export.links import (
    address_of,
    is_view,
    links_of,
    nearest_view,
    relinked,
    shared_picture,
    without_choices,
)
from open_data.export.places import HTML, place, relative_link
from open_data.read.addresses import ROOT
from open_data.responses import DESCRIPTION

_CSS = "text/css"
_MOST_WORKERS = 4
_MOST_TOLD = 20
_FIRST_PAGE = """<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{name}</title><meta http-equiv="refresh" content="0; url={first}"></head>
<body><p><a href="{first}">{name}</a></p></body>
</html>
"""


@dataclass(frozen=True)
class Exported:
    """What an export holds: read pages as listed, views of them with choices, figures, all files and their bytes."""

    pages: int
    views: int
    figures: int
    files: int
    size: int
    links: int


@dataclass
class _Site:
    """What is written already: the file of each address, and the pages whose links are still as the portal has them."""

    folder: Path
    listed: frozenset[str]
    written: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)

    def take(self, answer: Answer) -> list[str]:
        """Write one answer, or keep it until all is known that it links to; the links that it has."""
        found = place(answer)
        self.written[answer.address] = found
        if answer.media_type in {HTML, _CSS}:
            text = self.drafts[answer.address] = answer.content.decode()
            shared = shared_picture(text, public_address().url) if answer.address in self.listed else ""
            return [*links_of(text), *([shared] if shared else [])]
        self._write(found, answer.content)
        return []

    def wants(self, address: str, page: str) -> bool:
        """Whether what ``page`` links to belongs in the export: one step of choices from a listed page, no more."""
        if not address or address in self.written:
            return False
        if is_view(address):
            return page in self.listed and address.partition("?")[0] in self.listed
        return not _is_figure(address) or page in self.listed or _is_figure(page)

    def finish(self) -> None:
        """Write the pages with the links that hold in the folder."""
        views = frozenset(address for address in self.drafts if is_view(address))
        for page, text in self.drafts.items():
            home = f"{public_address().url}{page}"
            whole = without_choices(text, home) if is_view(page) else text
            linked = relinked(whole, partial(self._link, page=page, views=views))
            self._write(self.written[page], linked.encode())

    def _link(self, link: str, *, page: str, views: frozenset[str]) -> str:
        address, _, anchor = link.partition("#")
        wanted = address_of(address, page)
        found = self.written.get(wanted) or self.written.get(nearest_view(wanted, views))
        if found is None:
            return f"{public_address().url}{link}"
        return relative_link(found, self.written[page]) + (f"#{anchor}" if anchor else "")

    def _write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def export(folder: Path, *, pages: Collection[str] = (), workers: int = 0) -> Exported:
    """Write the read site and its files into ``folder``, in place of an earlier export.

    ``pages`` are the addresses under /read to write, else all; links to others lead to the live portal.
    ``workers`` is the number of processes that draw, else one for each processor up to four.

    Raises:
        ExportError: the folder holds something else, an address does not answer, or a link leads nowhere.
        NotReadyError: there are no figures to read.
    """
    folder = folder.resolve()
    refuse_another(folder)
    listed = list(pages) or read_addresses(served().repository.catalogue)
    with filled(folder) as staged:
        site = _Site(staged, frozenset(listed))
        _collect(site, [*listed, *([] if pages else _by_themselves())], workers)
        site.finish()
        return _finished(site)


def _by_themselves() -> list[str]:
    """The addresses that belong in an export whether a page links to them or not."""
    found = [feed.PATH, sitemap.PATH, "/robots.txt", DESCRIPTION, "/editions/"]
    for one in sealed():
        edition = f"/editions/{one.manifest.edition}"
        found += [f"{edition}.zip", f"{edition}/manifest.json"]
        found += [f"{edition}/{file.path}" for file in one.manifest.files]
        found += [f"{edition}/changes.csv"] if one.manifest.previous else []
    return found


def _collect(site: _Site, addresses: Sequence[str], workers: int) -> None:
    """Ask for the addresses, then for what belongs to the answers, until nothing is left.

    Raises:
        ExportError: an address does not answer.
    """
    origins = dict.fromkeys(addresses, "")
    count = workers or min(os.cpu_count() or 1, _MOST_WORKERS)
    # New processes and not copies of this one, in which threads may hold locks.
    context = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(count, mp_context=context) as pool,
        tqdm(desc="Exporting", unit=" files", delay=1, disable=None) as bar,
    ):
        try:
            while origins:
                bar.total = bar.n + len(origins)
                found: dict[str, str] = {}
                failed: list[str] = []
                for answer in pool.map(ask_whole, origins):
                    bar.update()
                    if answer.status != HTTPStatus.OK:
                        failed.append(_failure(answer, origins[answer.address]))
                        continue
                    for link in site.take(answer):
                        found.setdefault(address_of(link, answer.address), answer.address)
                if failed:
                    raise ExportError(_told("Some addresses do not answer, so nothing was exported:", failed))
                origins = {address: page for address, page in found.items() if site.wants(address, page)}
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _failure(answer: Answer, page: str) -> str:
    return f"{f'{page} links to' if page else 'the export needs'} {answer.address}, which answers {answer.status}"


def _finished(site: _Site) -> Exported:
    served_now = served()
    repository = served_now.repository
    first = site.written.get(ROOT)
    if first:
        text = _FIRST_PAGE.format(name=repository.catalogue.settings.name, first=first)
        (site.folder / "index.html").write_text(text, encoding="utf-8")
    checked = check_links(site.folder)
    if checked.broken:
        raise ExportError(_told("Some links lead nowhere, so nothing was exported:", checked.broken))
    views = [address for address in site.written if is_view(address)]
    figures = [address for address in site.drafts if _is_figure(address)]
    counts = {"pages": len(site.listed), "views": len(views) - len(site.listed), "figures": len(figures)}
    write_mark(
        site.folder,
        {
            "edition": repository.edition,
            "fingerprint": repository.fingerprint,
            "as_at": served_now.today.isoformat(),
            "public_address": public_address().url,
            **counts,
        },
    )
    files = [path for path in site.folder.rglob("*") if path.is_file()]
    return Exported(**counts, files=len(files), size=sum(path.stat().st_size for path in files), links=checked.followed)


def _told(what: str, problems: Sequence[str]) -> str:
    more = [f"and {len(problems) - _MOST_TOLD} more"] if len(problems) > _MOST_TOLD else []
    return "\n".join([what, *problems[:_MOST_TOLD], *more])


def _is_figure(address: str) -> bool:
    return address.startswith(FIGURE_PATH)
