"""The API: filters, formats, tags, and answers to wrong addresses."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from data_access.columns import COLUMNS
from data_access.portal import default_edition
from data_access.public_address import public_address
from data_access.register import COLUMNS as REGISTER_COLUMNS
from open_data.requests import LONGEST_QUERY, MOST_VALUES
from open_data.routes import api_routes

pytest_plugins = ["tests.open_data.whole_site"]

DUTY = "/api/v1/observations.json?indicator=homelessness-duty-owed&area=E09000019"


def rows_of_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_rows_carry_the_published_columns(client: TestClient) -> None:
    document = client.get(DUTY).json()
    assert document["count"] == len(document["rows"]) > 0
    assert list(document["rows"][0]) == list(COLUMNS)


def test_the_csv_begins_with_its_header_and_is_named(client: TestClient) -> None:
    answer = client.get(DUTY.replace("json", "csv"))
    assert answer.text.startswith("edition,indicator_id,indicator,")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["content-disposition"] == (
        f'attachment; filename="challenging-inequality-observations-{default_edition()}'
        '-filtered-indicator-homelessness-duty-owed-area-e09000019.csv"'
    )
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_byte_order_mark_comes_only_when_asked_for(client: TestClient) -> None:
    address = "/api/v1/commitments.csv?type=target"
    assert client.get(address).content[:3] != b"\xef\xbb\xbf"
    assert client.get(address + "&bom=1").content[:3] == b"\xef\xbb\xbf"


def pages(client: TestClient, address: str) -> Iterator[dict[str, Any]]:
    """Every page of a JSON answer, the next one found by its Link header."""
    page = client.get(address)
    while True:
        yield page.json()
        cursor, following = page.json()["next"], page.links.get("next", {}).get("url")
        assert (cursor is None) == (following is None)
        if following is None:
            return
        assert following.startswith(f"{public_address().url}/api/v1/")
        assert cursor in following
        page = client.get(following.removeprefix(public_address().url))


def as_csv(row: dict[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in row.items()}


PAGED = {
    DUTY: 100,
    "/api/v1/observations.json?ward=E05013703&ward=E05013697&ethnicity=eth5-black": 7,
    "/api/v1/commitments.json": 40,
    "/api/v1/commitments.json?strand=employer&status_clock=passed-unsearched": 3,
    "/api/v1/measures.json?indicator=free-school-meals": 2,
}
CHOSEN = ("", "fields=edition", "fields=strand,edition", "fields=strand&fields=edition&fields=strand")


@pytest.mark.parametrize("fields", CHOSEN)
@pytest.mark.parametrize("address", PAGED)
def test_walking_every_page_gives_the_rows_of_the_csv(client: TestClient, address: str, fields: str) -> None:
    if "measures" in address:
        fields = fields.replace("strand", "ratio")
    query = f"{'&' if '?' in address else '?'}{fields}"
    found = list(pages(client, f"{address}{query}&limit={PAGED[address]}"))
    rows = [row for page in found for row in page["rows"]]
    written = rows_of_csv(client.get(f"{address.replace('.json', '.csv')}{query}").text)
    assert [as_csv(row) for row in rows] == written
    assert len(found) > 1
    assert {page["count"] for page in found} == {len(written)}
    assert {tuple(row) for row in rows} == {tuple(written[0])}


def test_columns_come_in_the_order_asked_for_and_once(client: TestClient) -> None:
    address = DUTY.replace("json", "csv") + "&fields=value,period_code&fields=marker,value"
    answer = client.get(address)
    assert answer.text.startswith("value,period_code,marker\r\n")
    whole = rows_of_csv(client.get(DUTY.replace("json", "csv")).text)
    narrow = rows_of_csv(answer.text)
    assert narrow == [{name: row[name] for name in ("value", "period_code", "marker")} for row in whole]
    assert "fields-value-period-code-marker.csv" in answer.headers["content-disposition"]


def test_one_cursor_leads_to_the_same_rows_whatever_else_is_asked(client: TestClient) -> None:
    first = client.get(f"{DUTY}&limit=5").json()
    again = client.get(f"{DUTY}&limit=5&fields=value").json()
    assert first["next"] == again["next"]
    (row,) = client.get(f"{DUTY}&limit=1&cursor={first['next']}").json()["rows"]
    assert row == client.get(f"{DUTY}&limit=6").json()["rows"][5]


def test_a_small_question_has_the_rows_of_a_large_one(client: TestClient) -> None:
    # One place of one outcome is answered at once, and everything else in a thread.
    whole = DUTY.partition("&")[0]
    rows = client.get(f"{whole}&limit=10000").json()["rows"]
    place = rows[-1]["area_code"]
    small = f"{whole}&area={place}"
    of_place = [row for row in rows if row["area_code"] == place]
    assert len(rows) > len(of_place) > 0
    assert client.get(small).json()["rows"] == of_place
    written = rows_of_csv(client.get(whole.replace("json", "csv")).text)
    assert rows_of_csv(client.get(small.replace("json", "csv")).text) == [
        row for row in written if row["area_code"] == place
    ]


def test_a_cursor_is_of_no_use_for_other_rows(client: TestClient) -> None:
    cursor = client.get(f"{DUTY}&limit=5").json()["next"]
    others = ["/api/v1/observations.json", f"{DUTY}&ward=E05013703", "/api/v1/areas"]
    for address in [f"{other}{'&' if '?' in other else '?'}cursor={cursor}" for other in others]:
        answer = client.get(address)
        assert answer.status_code == 400, address
        assert answer.json()["parameter"] == "cursor"


@pytest.mark.parametrize("address", ["/api/v1/indicators", "/api/v1/areas", "/api/v1/ethnic-groups"])
def test_a_list_has_the_shape_of_every_answer(client: TestClient, address: str) -> None:
    whole = client.get(address).json()
    assert list(whole) == ["edition", "filters", "count", "next", "rows"]
    assert whole["count"] == len(whole["rows"]) > 30
    joined = [row for page in pages(client, f"{address}?limit=17") for row in page["rows"]]
    assert joined == whole["rows"]
    first = next(iter(whole["rows"][0]))
    narrow = client.get(f"{address}?fields={first}").json()["rows"]
    assert narrow == [{first: row[first]} for row in whole["rows"]]


def test_a_csv_links_to_the_description_of_its_own_columns(client: TestClient) -> None:
    query = "ward=E05013703&fields=value,unit"
    links = client.get(f"/api/v1/observations.csv?{query}").headers["link"]
    address = f"/api/v1/observations.csv-metadata.json?{query}"
    assert f'<{address}>; rel="describedby"; type="application/csvm+json"' in links
    columns = client.get(address).json()["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == ["value", "unit"]


def test_every_answer_links_to_what_describes_it_and_to_its_licence(client: TestClient) -> None:
    for address in TAGGED:
        links = client.get(address).links
        assert links["describedby"]["url"] == f"{public_address().url}/api/v1/openapi.json"
        assert links["license"]["url"] == f"{public_address().url}/about"


TAGGED = (
    DUTY,
    DUTY.replace("json", "csv"),
    "/api/v1/commitments.json",
    "/api/v1/commitments.csv",
    "/api/v1/stocktake/counts.csv",
    "/api/v1/indicators",
    "/api/v1/indicators/homelessness-duty-owed",
    "/api/v1/areas",
    "/api/v1/ethnic-groups",
    "/api/v1/wards.geojson",
    "/api/v1/measures.json?indicator=free-school-meals",
    "/api/v1/measures.csv?indicator=free-school-meals",
    "/api/v1/openapi.json",
)


@pytest.mark.parametrize("address", TAGGED)
def test_an_unchanged_answer_is_not_sent_twice(client: TestClient, address: str) -> None:
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert client.head(address).status_code == 200


WRONG = {
    "/api/v1/observations.json?wards=E05013703": ("wards", "ward"),
    "/api/v1/observations.csv?ethnicity=eth5-blak": ("ethnicity", "eth5-black"),
    "/api/v1/observations.json?ward=Finsbury+Park": ("ward", "E05013703"),
    "/api/v1/observations.json?ward=E09000019": ("ward", None),
    "/api/v1/observations.json?limit=ten": ("limit", "10000"),
    "/api/v1/observations.json?limit=99999": ("limit", "10000"),
    "/api/v1/observations.json?limit=0": ("limit", "1"),
    "/api/v1/observations.json?limit=": ("limit", None),
    "/api/v1/observations.json?cursor=1000": ("cursor", None),
    "/api/v1/observations.json?cursor=3e8-0123456789abcdef": ("cursor", None),
    "/api/v1/observations.json?fields=vallue": ("fields", "value"),
    "/api/v1/observations.csv?fields=value,,unit": ("fields", None),
    "/api/v1/commitments.csv?fields=value&fields=clok": ("fields", None),
    "/api/v1/commitments.json?fields=clock,clok_words": ("fields", "clock_words"),
    "/api/v1/measures.csv?indicator=free-school-meals&fields=ratios": ("fields", "ratio"),
    "/api/v1/areas?fields=aera": ("fields", "area"),
    "/api/v1/observations.json?field=value": ("field", "fields"),
    "/api/v1/observations.json?bom=1": ("bom", None),
    "/api/v1/observations.csv?limit=10": ("limit", None),
    "/api/v1/observations.csv?edition=": ("edition", None),
    "/api/v1/openapi.json?editions=2026-1": ("editions", "edition"),
    "/api/v1/observations.csv?" + "&".join(["ward=E05013703"] * 201): ("ward", None),
    "/api/v1/observations.json?edition=2020-1": ("edition", default_edition()),
    "/api/v1/observations.csv?bom=yes": ("bom", None),
    "/api/v1/commitments.json?status_clock=late": ("status_clock", None),
    "/api/v1/commitments.json?status_reported=complet": ("status_reported", "complete"),
    "/api/v1/stocktake/counts.csv?year=2019": ("year", None),
    "/api/v1/stocktake/counts.csv?strand=employr": ("strand", "employer"),
    "/api/v1/stocktake/counts.csv?service_area=housing": ("service_area", None),
    "/api/v1/stocktake/counts.csv?edition=2020-1": ("edition", default_edition()),
    "/api/v1/commitments.json?stranf=employer": ("stranf", "strand"),
    "/api/v1/areas?ward=E05013703": ("ward", None),
}


@pytest.mark.parametrize("address", WRONG)
def test_a_wrong_address_is_told_which_part_is_wrong(client: TestClient, address: str) -> None:
    parameter, nearest = WRONG[address]
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "parameter", "value", "nearest"}
    assert problem["parameter"] == parameter
    assert problem["detail"].endswith((".", "”"))
    if nearest is not None:
        assert problem["nearest"] == nearest
    # Nobody has a version of an address that is wrong.
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 400


MISSING = {
    "/api/v1/indicators/nothing": None,
    "/api/v1/indicators/free-school-meal": "free-school-meals",
    "/api/v1/observation": "/api/v1/observations.",
    "/api/v1/observations": "/api/v1/observations.",
    "/api/v1/areas/": "/api/v1/areas",
    "/api": None,
    "/api/": None,
    "/api/v2/areas": "/api/v1/areas",
}


@pytest.mark.parametrize("address", MISSING)
def test_an_address_with_nothing_there_says_what_exists(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "/api/v1/indicators" in answer.json()["detail"]
    if MISSING[address]:
        assert answer.json()["nearest"].startswith(MISSING[address])


def test_a_table_that_the_stocktake_lacks_is_told_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/api/v1/stocktake/count.csv")
    assert answer.status_code == 404
    assert (answer.json()["parameter"], answer.json()["nearest"]) == ("name", "counts.csv")


@pytest.mark.parametrize("path", [route.path for route in api_routes()])
def test_every_route_can_be_read_and_no_more(client: TestClient, path: str) -> None:
    address = path.replace("{", "").replace(":path}", "").replace("}", "")
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
        refused = client.request(method, address)
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET, HEAD, OPTIONS"
        assert refused.headers["content-type"] == "application/problem+json"
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    allowed = client.options(address, headers=asked)
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "*"
    assert "GET" in allowed.headers["access-control-allow-methods"]
    got, headed = client.get(address), client.head(address)
    assert headed.status_code == got.status_code != 405
    assert headed.headers.get("etag") == got.headers.get("etag")
    assert headed.headers["content-type"] == got.headers["content-type"]


def test_a_query_that_is_too_long_is_refused_before_it_is_read(client: TestClient) -> None:
    longest = "ward=" + "E" * (LONGEST_QUERY - len("ward="))
    assert client.get(f"/api/v1/observations.json?{longest}").status_code == 400
    refused = client.get(f"/api/v1/observations.json?{longest}E")
    assert refused.status_code == 414
    assert refused.json()["status"] == 414


def test_scripts_of_any_site_may_read_the_headers_that_matter(client: TestClient) -> None:
    exposed = client.get(DUTY).headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Link", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After"} <= set(exposed)


def test_as_many_values_as_are_allowed_are_read(client: TestClient) -> None:
    many = "&".join(["ward=E05013703"] * MOST_VALUES)
    once = client.get("/api/v1/observations.json?ward=E05013703&limit=9").json()
    told = client.get(f"/api/v1/observations.json?{many}").json()
    assert told["count"] == once["count"] > 0


def test_the_portal_as_it_is_served_compresses_answers_and_refuses_what_writes(site: TestClient) -> None:
    for address in (DUTY, DUTY.replace("json", "csv")):
        answer = site.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        again = {"Accept-Encoding": "gzip", "If-None-Match": answer.headers["etag"]}
        assert site.get(address, headers=again).status_code == 304
        assert site.post(address).status_code == 405
        assert site.options(address).status_code == 204


def test_the_register_is_the_same_in_both_formats(client: TestClient) -> None:
    query = "status_clock=passed&status_clock=passed-unsearched"
    written = rows_of_csv(client.get(f"/api/v1/commitments.csv?{query}").text)
    told = client.get(f"/api/v1/commitments.json?{query}").json()
    assert told["count"] == len(written) > 0
    assert list(written[0]) == list(REGISTER_COLUMNS)
    for row, other in zip(written, told["rows"], strict=True):
        assert row == {name: "" if value is None else str(value) for name, value in other.items()}
        assert int(row["days_overdue"]) > 0


def test_choosing_a_broad_group_brings_finer_ones_under_their_own_names(client: TestClient) -> None:
    address = "/api/v1/observations.json?indicator=residents-by-ethnic-group&area=E09000019&ethnicity=eth5-asian"
    codes = {row["ethnicity_code"] for row in client.get(address).json()["rows"]}
    assert {"eth5-asian", "eth19-chinese", "eth19-indian"} <= codes
    assert not any("black" in code for code in codes)


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert ready["status"] == "ready"
    assert ready["edition"] == default_edition()
    assert "problem" not in ready
