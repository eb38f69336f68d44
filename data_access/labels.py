"""The words that public rows carry beside their codes, each as a tuple in the order of the columns."""

from collections.abc import Sequence

from data_access.columns import Number
from data_access.records import Catalogue


def plain_numbers(numbers: Sequence[float | None]) -> list[Number]:
    """Whole numbers without their “.0”, so that 282 is written 282 in every file; a call for each would cost more."""
    return [number if number is None or not number.is_integer() else int(number) for number in numbers]


def indicator_labels(catalogue: Catalogue, code: str) -> tuple[tuple[str, ...], tuple[str, str]]:
    """(code, title, strand, service area) and (measure type, unit) of an indicator."""
    entry, codes = catalogue.indicators[code], catalogue.codes
    strand = codes.strands[entry.strand_code].label
    service_area = codes.service_areas[entry.service_area_code].label
    return (code, entry.title, strand, service_area), (entry.measure_type, entry.unit)


def area_labels(catalogue: Catalogue, code: str) -> tuple[str, str, str, str]:
    """(code, name, type, vintage) of a place."""
    area = catalogue.codes.areas[code]
    return code, area.label, area.area_type, area.vintage


def group_labels(catalogue: Catalogue, code: str) -> tuple[str, str, str]:
    """(code, name, list of groups) of an ethnic group."""
    group = catalogue.codes.ethnic_groups[code]
    return code, group.label, catalogue.codes.classifications[group.classification_code].label


def source_labels(catalogue: Catalogue, code: str) -> tuple[str, str, str, str]:
    """(code, title and publisher, address, licence) of a source; an uncertain licence says so."""
    source = catalogue.codes.sources[code]
    licence = source.licence if source.licence_certain else f"{source.licence} (uncertain)"
    return code, f"{source.title}, {source.publisher}", source.url, licence
