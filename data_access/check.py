"""Everything that is wrong in config/ and data/, found without changing anything."""

from collections.abc import Iterable, Iterator, Sequence

from data_access.boundaries import issues as boundary_issues
from data_access.catalogue import read_catalogue
from data_access.commitments.evidence import read_evidence
from data_access.disclosure.observations import audit_published
from data_access.disclosure.sentences import exposure_sentence
from data_access.disclosure.tables import Rule
from data_access.errors import InvalidFilesError, Issue
from data_access.files import Folders, config_texts
from data_access.observation_files import read_observations
from data_access.records import Catalogue, Indicator, Observation


def check(folders: Folders) -> list[Issue]:
    """Every issue in config/ and data/, sorted by file and row; an empty list when all is well."""
    issues: list[Issue] = []
    try:
        texts = config_texts(folders)
    except InvalidFilesError as error:
        return error.issues
    catalogue = read_catalogue(texts, issues)
    for _ in read_all_observations(folders, catalogue, issues):
        pass
    read_evidence(folders, catalogue, issues)
    # An edition sealed before there were shapes, or a portal without wards, has none: what is there is checked.
    if (folders.data / "boundaries").is_dir():
        issues += boundary_issues(folders, catalogue)
    return sorted(issues)


def read_all_observations(
    folders: Folders, catalogue: Catalogue, issues: list[Issue], indicators: Iterable[str] | None = None
) -> Iterator[Observation]:
    """Yield each sound observation of every indicator, in display order; problems go to ``issues``."""
    issues += _unpaired(folders, catalogue)
    for indicator_id in indicators if indicators is not None else catalogue.indicators:
        path = folders.observations / f"{indicator_id}.csv"
        if path.is_file():
            rows, before = [], len(issues)
            for row in read_observations(path, catalogue.indicators[indicator_id], catalogue, issues):
                rows.append(row)
                yield row
            if len(issues) == before:
                issues += exposed(catalogue.indicators[indicator_id], rows, catalogue)


def exposed(indicator: Indicator, rows: Sequence[Observation], catalogue: Catalogue) -> list[Issue]:
    """An issue for each hidden cell of one indicator whose count the published rows tell too much of."""
    rule = Rule(catalogue.settings.smallest_count)
    return [
        Issue(
            f"data/observations/{indicator.id}.csv",
            0,
            "",
            *exposure_sentence(indicator, found, catalogue, rule).split("; "),
        )
        for found in audit_published(indicator, rows, catalogue)
    ]


def _unpaired(folders: Folders, catalogue: Catalogue) -> list[Issue]:
    """Indicators without figures and figures without an indicator."""
    have = {path.stem for path in folders.observations.glob("*.csv")}
    declared = set(catalogue.indicators)
    return [
        Issue(f"config/indicators/{name}.toml", 0, "", "it has no figures", f"add data/observations/{name}.csv")
        for name in sorted(declared - have)
    ] + [
        Issue(f"data/observations/{name}.csv", 0, "", "no indicator describes it", f"add config/indicators/{name}.toml")
        for name in sorted(have - declared)
    ]
