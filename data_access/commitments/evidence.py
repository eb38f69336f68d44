"""Reads the updates, the search log and the strategy's own status from data/, refusing what nobody could check.

How the search log is read: a search counts for a commitment where its scope names that commitment, its
strand, its service area or ``all``. A search for accounts of the strategy as a whole (scope ``strategy``)
is shown beside every commitment and counts for none, since nobody looked for that commitment by itself.
A row names a commitment only where what was looked for is its result or part of it: a search for figures by
ethnic group counts for a promise of such figures, and not for a promise of a plan, a guide or a training.
"""

from collections.abc import Iterable

from data_access.commitments.bases import read_bases
from data_access.commitments.cells import Cells, cells_of
from data_access.commitments.frozen import read_wording
from data_access.commitments.records import (
    CONFIDENCE,
    EVERY,
    REPORTED,
    SERVICE_AREA,
    STRAND,
    STRATEGY,
    Evidence,
    Origin,
    Search,
    StrategyStatus,
    Update,
)
from data_access.commitments.statements import read_statements
from data_access.errors import InvalidFilesError, Issue
from data_access.files import Folders
from data_access.records import Catalogue

UPDATES = "updates/updates.csv"
SEARCHES = "searches/searches.csv"
STRATEGY_STATUS = "updates/strategy.csv"
STRATEGY_STATES = ("in-force", "replaced", "unknown")
_ORIGIN = ("source_title", "url", "read_in", "confidence", "checked_with_publisher")
UPDATE_COLUMNS = (
    *("id", "commitment_id", "on", "published", "reported", "says", "summary"),
    *_ORIGIN,
    *("new_due", "new_target", "next_review"),
)
SEARCH_COLUMNS = ("id", "on", "scope", "where", "looked_for", "found", "note")
STRATEGY_COLUMNS = ("on", "status", "says", "summary", *_ORIGIN)
_UNSOURCED = "give it, or leave the claim out"


def load_evidence(folders: Folders, catalogue: Catalogue) -> Evidence:
    """All evidence of an edition or of the draft.

    Raises:
        InvalidFilesError: any file of it is wrong; carries every issue found.
    """
    issues: list[Issue] = []
    evidence = read_evidence(folders, catalogue, issues)
    if issues:
        raise InvalidFilesError(issues)
    return evidence


def read_evidence(folders: Folders, catalogue: Catalogue, issues: list[Issue]) -> Evidence:
    """As much of the evidence as is sound; whatever is wrong goes to ``issues``. A missing file holds nothing."""
    updates = _updates(folders, catalogue, issues)
    searches = _searches(folders, catalogue, {update.commitment_id for update in updates}, issues)
    return Evidence(
        updates=tuple(updates),
        searches=tuple(searches),
        statements=tuple(read_statements(folders, catalogue, issues)),
        strategy=tuple(_strategy(folders, issues)),
        bases=tuple(read_bases(folders, catalogue, issues)),
        wording=tuple(read_wording(folders, catalogue, issues)),
    )


def _updates(folders: Folders, catalogue: Catalogue, issues: list[Issue]) -> list[Update]:
    found: dict[str, Update] = {}
    for cells in cells_of(folders, UPDATES, UPDATE_COLUMNS, issues):
        update = _update(cells, catalogue)
        _refuse_second(cells, update.id, found)
        if cells.is_sound:
            found[update.id] = update
    return list(found.values())


def _update(cells: Cells, catalogue: Catalogue) -> Update:
    update = Update(
        id=cells.filled("id", "the update has no id", "give it the next one, such as update-061"),
        commitment_id=cells.known("commitment_id", cells.values["commitment_id"], catalogue.commitments, "commitment"),
        on=cells.when("on"),
        published=cells.when_or_not_seen("published"),
        reported=cells.one_of("reported", REPORTED),
        says=cells.filled("says", "nobody is named who says so", "name who says it"),
        summary=cells.filled("summary", "it does not say what was said", "write it in your own words"),
        origin=_origin(cells),
        new_due=cells.optional_date("new_due"),
        new_target=cells.optional_number("new_target"),
        next_review=cells.optional_date("next_review"),
    )
    if update.reported != "changed" and (update.new_due or update.new_target is not None):
        cells.report("reported", "a new date or number is given for what has not changed", "use changed, or empty both")
    return update


def _origin(cells: Cells) -> Origin:
    return Origin(
        title=cells.filled("source_title", "the claim has no source", _UNSOURCED),
        url=cells.address("url"),
        read_in=cells.filled("read_in", "it does not say where it was read", "name the page or copy that was read"),
        confidence=cells.one_of("confidence", CONFIDENCE),
        checked_with_publisher=cells.yes("checked_with_publisher"),
    )


def _searches(folders: Folders, catalogue: Catalogue, told: set[str], issues: list[Issue]) -> list[Search]:
    found: dict[str, Search] = {}
    scopes = _scopes(catalogue)
    for cells in cells_of(folders, SEARCHES, SEARCH_COLUMNS, issues):
        search = _search(cells, scopes)
        _refuse_second(cells, search.id, found)
        _check_find(cells, search, told)
        if cells.is_sound:
            found[search.id] = search
    return list(found.values())


def _search(cells: Cells, scopes: Iterable[str]) -> Search:
    words = cells.filled("scope", "nothing is named that was looked for", "name commitments, or strategy, or all")
    scope = tuple(words.split())
    for part in scope:
        cells.known("scope", part, scopes, "commitment or scope")
    if STRATEGY in scope and len(scope) > 1:
        cells.report("scope", "strategy stands beside others", "give that search a row of its own")
    return Search(
        id=cells.filled("id", "the search has no id", "give it the next one, such as search-021"),
        on=cells.when("on"),
        scope=scope,
        where=cells.filled("where", "it does not say where anyone looked", "name the pages or the collection"),
        looked_for=cells.filled("looked_for", "it does not say what was looked for", "say what was looked for"),
        found=cells.yes("found"),
        note=cells.values["note"],
    )


def _scopes(catalogue: Catalogue) -> list[str]:
    """Every word that a search's scope may hold."""
    codes = catalogue.codes
    places = [
        *(f"{STRAND}{code}" for code in codes.strands),
        *(f"{SERVICE_AREA}{code}" for code in codes.service_areas),
    ]
    return [*catalogue.commitments, EVERY, STRATEGY, *places]


def _check_find(cells: Cells, search: Search, told: set[str]) -> None:
    """A search that found something is followed by an update that says what."""
    untold = [part for part in search.scope if search.found and part not in told]
    if untold:
        mend = "add an update that says what was found, or give the commitments where nothing was found another row"
        cells.report("found", f"something was found for {', '.join(untold)} and no update says what", mend)


def _strategy(folders: Folders, issues: list[Issue]) -> list[StrategyStatus]:
    found = []
    for cells in cells_of(folders, STRATEGY_STATUS, STRATEGY_COLUMNS, issues):
        entry = StrategyStatus(
            on=cells.when("on"),
            status=cells.one_of("status", STRATEGY_STATES),
            says=cells.filled("says", "nobody is named who says so", "name who says it"),
            summary=cells.filled("summary", "it does not say what was said", "write it in your own words"),
            origin=_origin(cells),
        )
        if cells.is_sound:
            found.append(entry)
    return found


def _refuse_second(cells: Cells, entry_id: str, found: Iterable[str]) -> None:
    if entry_id and entry_id in found:
        cells.report("id", f"the id {entry_id} is used twice", "give each row its own id")
