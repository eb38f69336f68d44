"""The catalogue: all definitions together, with every reference between them checked."""

from collections.abc import Iterable, Mapping

from data_access.codelists import read_code_lists
from data_access.definitions import read_indicators, read_register, read_settings
from data_access.errors import InvalidFilesError, Issue
from data_access.nearest import nearest
from data_access.records import Catalogue, CodeLists, Commitment, Indicator, Link


def load_catalogue(texts: Mapping[str, str]) -> Catalogue:
    """The catalogue from the texts of config/.

    Raises:
        InvalidFilesError: any file is wrong; carries every issue found.
    """
    issues: list[Issue] = []
    catalogue = read_catalogue(texts, issues)
    if issues:
        raise InvalidFilesError(issues)
    return catalogue


def read_catalogue(texts: Mapping[str, str], issues: list[Issue]) -> Catalogue:
    """As much of the catalogue as can be read; whatever is wrong goes to ``issues``."""
    codes = read_code_lists(texts, issues)
    indicators = read_indicators(texts, issues)
    commitments, forums = read_register(texts, issues)
    checker = _References(codes, indicators, commitments, issues)
    for indicator in indicators.values():
        checker.check_indicator(indicator)
    links_of = _links_by_commitment(indicators)
    for commitment in commitments.values():
        checker.check_commitment(commitment, links_of.get(commitment.id, ()))
    return Catalogue(
        codes=codes,
        indicators=_in_display_order(indicators, codes),
        commitments=_commitments_in_order(commitments, codes),
        forums=forums,
        settings=read_settings(texts, issues),
        links_of=links_of,
    )


class _References:
    """Checks that each code or id used in a definition exists, naming the nearest that does."""

    def __init__(
        self,
        codes: CodeLists,
        indicators: Mapping[str, Indicator],
        commitments: Mapping[str, Commitment],
        issues: list[Issue],
    ) -> None:
        self.codes, self.indicators, self.commitments, self.issues = codes, indicators, commitments, issues

    def check_indicator(self, indicator: Indicator) -> None:
        """An indicator's strand, service area, classifications, sources, breaks and commitments."""
        file, codes = f"config/indicators/{indicator.id}.toml", self.codes
        self._known(file, "strand", [indicator.strand_code], codes.strands)
        self._known(file, "service_area", [indicator.service_area_code], codes.service_areas)
        self._known(file, "classification", indicator.classification_codes, codes.classifications)
        self._known(file, "sources", indicator.source_ids, codes.sources)
        self._known(file, "breaks", [entry.period_code for entry in indicator.breaks], codes.periods)
        self._known(file, "commitments", [link.commitment_id for link in indicator.links], self.commitments)
        if not indicator.source_ids:
            self.issues.append(Issue(file, 0, "sources", "no source is named", "name at least one source"))

    def check_commitment(self, commitment: Commitment, links: Iterable[tuple[str, Link]]) -> None:
        """A commitment's strand, service area, outcomes, and that it has a direct measure or says why not."""
        file = f"config/strategy: {commitment.id}"
        self._known(file, "strand", [commitment.strand_code], self.codes.strands)
        self._known(file, "service_area", [commitment.service_area_code], self.codes.service_areas)
        self._known(file, "outcomes", commitment.outcome_ids, self.commitments)
        measured = any(link.fit == "direct" for _, link in links)
        if not measured and not commitment.no_measure:
            mend = "link a direct indicator or say in no_measure what is missing"
            self.issues.append(Issue(file, 0, "no_measure", "no direct measure and no word on why", mend))

    def _known(self, file: str, column: str, used: Iterable[str], known: Mapping[str, object]) -> None:
        for code in used:
            if code not in known:
                hint = nearest(code, known)
                mend = f"use “{hint}”" if hint else "use a code that is listed"
                self.issues.append(Issue(file, 0, column, f"“{code}” is not known", mend))


def _links_by_commitment(indicators: Mapping[str, Indicator]) -> dict[str, tuple[tuple[str, Link], ...]]:
    """For each commitment, (indicator id, link), direct links first."""
    rank = {"direct": 0, "proxy": 1, "context": 2}
    found: dict[str, list[tuple[str, Link]]] = {}
    for indicator in indicators.values():
        for link in indicator.links:
            found.setdefault(link.commitment_id, []).append((indicator.id, link))
    return {
        commitment_id: tuple(sorted(links, key=lambda pair: (rank.get(pair[1].fit, 3), pair[0])))
        for commitment_id, links in found.items()
    }


def _in_display_order(indicators: Mapping[str, Indicator], codes: CodeLists) -> dict[str, Indicator]:
    strands, areas = list(codes.strands), list(codes.service_areas)

    def place(indicator: Indicator) -> tuple[int, int, str]:
        return (
            _position(strands, indicator.strand_code),
            _position(areas, indicator.service_area_code),
            indicator.title,
        )

    return {indicator.id: indicator for indicator in sorted(indicators.values(), key=place)}


def _commitments_in_order(commitments: Mapping[str, Commitment], codes: CodeLists) -> dict[str, Commitment]:
    strands, areas = list(codes.strands), list(codes.service_areas)
    types = ["action", "target", "outcome", "governance"]

    def place(commitment: Commitment) -> tuple[int, int, int, str]:
        return (
            _position(strands, commitment.strand_code),
            _position(areas, commitment.service_area_code),
            _position(types, commitment.type),
            commitment.id,
        )

    return {commitment.id: commitment for commitment in sorted(commitments.values(), key=place)}


def _position(order: list[str], code: str) -> int:
    return order.index(code) if code in order else len(order)
