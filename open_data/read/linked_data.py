"""What a page holds, told to machines as schema.org: a dataset for each indicator, and a catalogue of them all."""

from typing import Any

from components.paper import Sheet
from data_access.citations import source_words
from data_access.editions.folder import DRAFT
from data_access.export import json_text
from data_access.page_list import find
from data_access.portal import Served, served
from data_access.public_address import public_address
from data_access.records import ISLINGTON, Catalogue, Indicator, Selection, Source
from data_access.selection import query_string
from open_data.read.addresses import ROOT, ReadAddress
from open_data.responses import LICENCE

CONTEXT = "https://schema.org"
_OGL = "Open Government Licence v3.0"
_OGL_ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_KINDS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# What stands for a letter that could end the script element, in any string of JSON.
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_OF_ALL = ("", "data")


def linked_data(address: ReadAddress, found: Sheet) -> str:
    """The script element for the head of a page under /read; empty where the page is about no data.

    A page of an edition that is not the latest has none. It tells of the whole
    indicator whatever the filters, as the page's canonical link does.

    Raises:
        NotReadyError: there are no figures to read.
    """
    if not found.account.is_latest:
        return ""
    edition = served()
    if address.url == "indicator" and found.is_single and address.shown:
        return script({"@context": CONTEXT, **dataset(edition, address.shown[1])})
    if address.url in _OF_ALL:
        return script({"@context": CONTEXT, **catalogue_of(edition)})
    return ""


def script(document: dict[str, Any]) -> str:
    """A document as JSON-LD inside an element that no text in it can end."""
    return f'<script type="application/ld+json">{json_text(document).translate(_ESCAPES)}</script>'


def dataset(edition: Served, indicator_id: str) -> dict[str, Any]:
    """All rows of one indicator as a Dataset."""
    catalogue = edition.repository.catalogue
    indicator = catalogue.indicators[indicator_id]
    sources = [catalogue.codes.sources[source_id] for source_id in indicator.source_ids]
    told = {
        "@type": "Dataset",
        "@id": _home(f"{ROOT}/indicator/{indicator_id}"),
        "name": indicator.title,
        "description": f"{indicator.definition} {_covers(indicator)} {source_words(sources)}".rstrip(),
        "url": _home(f"{ROOT}/indicator/{indicator_id}"),
        "identifier": indicator_id,
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "license": _licence(sources),
        **_whose(edition),
        "temporalCoverage": _years(edition, indicator_id),
        "spatialCoverage": _islington(catalogue),
        "variableMeasured": _variable(indicator),
        "isBasedOn": [_work(source) for source in sources],
        "includedInDataCatalog": {"@id": _home(f"{ROOT}/data")},
        "distribution": _files(edition, indicator_id),
    }
    return {name: value for name, value in told.items() if value}


def _covers(indicator: Indicator) -> str:
    return f"It covers: {indicator.population.rstrip('.')}."


def catalogue_of(edition: Served) -> dict[str, Any]:
    """The whole record as a DataCatalog: its edition as one Dataset, and each indicator by its name and address."""
    catalogue = edition.repository.catalogue
    settings = catalogue.settings
    return {
        "@type": "DataCatalog",
        "@id": _home(f"{ROOT}/data"),
        "name": settings.name,
        "description": find("").description,
        "url": _home(f"{ROOT}/data"),
        "inLanguage": "en-GB",
        "license": _OGL_ADDRESS if settings.licence == _OGL else _home(LICENCE),
        **_whose(edition),
        "dataset": [_whole(edition), *(_in_list(one) for one in catalogue.indicators.values())],
    }


def _whole(edition: Served) -> dict[str, Any]:
    settings = edition.repository.catalogue.settings
    told = {
        "@type": "Dataset",
        "name": f"{settings.name}: every figure and commitment, {_version(edition) or 'working draft'}",
        "description": f"{find('data').description} Everything in one file, with the hash of each file in it.",
        "url": _home(f"{ROOT}/data"),
        "identifier": settings.edition,
        "license": _home(LICENCE),
        **_whose(edition),
        "spatialCoverage": _islington(edition.repository.catalogue),
        "distribution": _zip(settings.edition),
    }
    return {name: value for name, value in told.items() if value}


def _zip(edition: str) -> list[dict[str, str]]:
    """The file of a whole edition; the draft has none."""
    return [] if edition == DRAFT else [_download(f"/editions/{edition}.zip", "application/zip", f"Edition {edition}")]


def _in_list(indicator: Indicator) -> dict[str, str]:
    address = _home(f"{ROOT}/indicator/{indicator.id}")
    return {"@type": "Dataset", "@id": address, "name": indicator.title, "url": address}


def _home(path: str) -> str:
    return f"{public_address().url}{path}"


def _whose(edition: Served) -> dict[str, Any]:
    """Who made and publishes the record, which edition it is and when that was sealed; the draft has neither."""
    settings = edition.repository.catalogue.settings
    record = {"@type": "Organization", "name": settings.name, "url": _home("/about")}
    told = {"creator": record, "publisher": record, "version": _version(edition)}
    sealed = {"dateModified": edition.sealed_on.isoformat()} if edition.sealed_on else {}
    return {name: value for name, value in told.items() if value} | sealed


def _version(edition: Served) -> str:
    name = edition.repository.edition
    return "" if name == DRAFT else name


def _licence(sources: list[Source]) -> list[str]:
    """Where each source's licence is told; one that is not certain leads to the page that says so."""
    found = [
        _OGL_ADDRESS if source.licence == _OGL and source.licence_certain else _home(LICENCE) for source in sources
    ]
    return list(dict.fromkeys(found)) or [_home(LICENCE)]


def _years(edition: Served, indicator_id: str) -> str:
    """The first day and the last day that its figures are for."""
    repository = edition.repository
    codes = repository.codes_with_figures(Selection(indicator=(indicator_id,)), ("period",))["period"]
    periods = [repository.catalogue.codes.periods[code] for code in codes]
    if not periods:
        return ""
    return f"{min(one.start for one in periods).isoformat()}/{max(one.end for one in periods).isoformat()}"


def _islington(catalogue: Catalogue) -> dict[str, Any]:
    label = catalogue.codes.areas[ISLINGTON].label
    code = {"@type": "PropertyValue", "propertyID": "GSS code", "value": ISLINGTON}
    return {"@type": "AdministrativeArea", "name": label, "identifier": code}


def _variable(indicator: Indicator) -> dict[str, str]:
    return {
        "@type": "PropertyValue",
        "name": indicator.title,
        "description": indicator.definition,
        "unitText": indicator.unit,
    }


def _work(source: Source) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher},
    }
    return {**told, "url": source.url} if source.url else told


def _files(edition: Served, indicator_id: str) -> list[dict[str, str]]:
    """Every row of the indicator in each kind of file, held to its edition."""
    query = query_string(Selection(indicator=(indicator_id,)), edition=edition.repository.edition)
    return [
        _download(f"/api/v1/observations.{end}?{query}", kind, f"{end.upper()}, every row")
        for end, kind in _KINDS.items()
    ]


def _download(path: str, kind: str, name: str) -> dict[str, str]:
    return {"@type": "DataDownload", "name": name, "contentUrl": _home(path), "encodingFormat": kind}
