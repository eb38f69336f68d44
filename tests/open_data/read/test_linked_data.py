"""What a page tells machines: true, parsed by anyone, and with files that are there."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from starlette.testclient import TestClient

from data_access.portal import served
from data_access.public_address import public_address
from open_data.read.linked_data import catalogue_of, dataset, script

HOME = public_address().url
INDICATORS = tuple(served().repository.catalogue.indicators)
TOLD = {
    *("@type", "name", "description", "url", "identifier", "license", "creator", "publisher", "version"),
    *("dateModified", "temporalCoverage", "spatialCoverage", "variableMeasured", "isBasedOn", "distribution"),
}


def documents(text: str) -> list[dict[str, Any]]:
    found = lxml_html.fromstring(text).xpath("//script[@type='application/ld+json']/text()")
    return [json.loads(one) for one in found]


@pytest.mark.parametrize("indicator_id", INDICATORS)
def test_every_indicator_is_told_as_a_dataset_with_all_that_a_catalogue_asks_for(indicator_id: str) -> None:
    told = dataset(served(), indicator_id)
    indicator = served().repository.catalogue.indicators[indicator_id]
    assert told.keys() >= TOLD
    assert told["name"] == indicator.title
    assert told["variableMeasured"]["unitText"] == indicator.unit
    assert 50 <= len(told["description"]) <= 5000
    assert told["spatialCoverage"]["identifier"]["value"] == "E09000019"
    assert [work["name"] for work in told["isBasedOn"]]
    first, last = (date.fromisoformat(day) for day in told["temporalCoverage"].split("/"))
    assert first <= last
    assert (told["version"], told["dateModified"]) == ("2026-1", str(served().sealed_on))


def test_a_read_page_of_an_indicator_carries_its_dataset_and_no_other_page_does(client: TestClient) -> None:
    address = "/read/indicator/children-looked-after"
    [told] = documents(client.get(address).text)
    assert told == {"@context": "https://schema.org", **dataset(served(), "children-looked-after")}
    assert told["temporalCoverage"] == "2021-03-31/2025-03-31"
    assert documents(client.get(f"{address}?period=d2021-03-31").text) == [told]
    for other in ("/read/methods", "/read/indicator", "/read/indicator/nothing", "/read/group/eth5-black"):
        assert documents(client.get(other).text) == []


@pytest.mark.parametrize("indicator_id", ["children-looked-after", "stop-and-search"])
def test_every_file_of_a_dataset_is_there_and_of_the_kind_told(client: TestClient, indicator_id: str) -> None:
    files = dataset(served(), indicator_id)["distribution"]
    assert [file["contentUrl"].partition("?")[0].rpartition(".")[2] for file in files] == ["csv", "json", "xlsx", "ods"]
    for file in files:
        answer = client.get(file["contentUrl"].removeprefix(HOME))
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == file["encodingFormat"]
        assert file["contentUrl"].startswith(HOME)


@pytest.mark.parametrize("address", ["/read", "/read/data"])
def test_the_record_is_told_as_a_catalogue_of_every_indicator_and_of_the_edition(
    client: TestClient, address: str
) -> None:
    [told] = documents(client.get(address).text)
    assert told == {"@context": "https://schema.org", **catalogue_of(served())}
    whole, *each = told["dataset"]
    assert [one["name"] for one in each] == [one.title for one in served().repository.catalogue.indicators.values()]
    [file] = whole["distribution"]
    answer = client.get(file["contentUrl"].removeprefix(HOME))
    assert (answer.status_code, answer.headers["content-type"]) == (200, file["encodingFormat"])


@given(st.dictionaries(st.text(), st.text() | st.sampled_from(["</script><b>", "<!--<script>", "]]>", "\u2028"])))
def test_no_text_ends_the_script_that_carries_it(document: dict[str, str]) -> None:
    text = script(document)
    opening, closing = '<script type="application/ld+json">', "</script>"
    assert text.startswith(opening)
    assert text.endswith(closing)
    inside = text.removeprefix(opening).removesuffix(closing)
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(inside)
    assert json.loads(inside) == document
