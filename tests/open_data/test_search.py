"""Search for programs: the same answers as the page, and a plain refusal of what is no search."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from data_access.portal import served
from data_access.search import LONGEST, search

ADDRESS = "/api/v1/search.json"


def test_the_rows_are_the_answers_of_the_page(client: TestClient) -> None:
    document = client.get(f"{ADDRESS}?q=stop+and+serch").json()
    found = search(served().repository, "stop and serch")
    assert document["filters"] == {"q": ["stop and serch"]}
    assert document["count"] == len(document["rows"]) == len(found.results)
    assert [(row["title"], row["address"]) for row in document["rows"]] == [
        (one.title, f"/{one.address}") for one in found.results
    ]


def test_no_answer_comes_with_near_words_and_a_postcode_with_a_note(client: TestClient) -> None:
    nothing = client.get(f"{ADDRESS}?q=overtime").json()
    assert (nothing["rows"], nothing["note"]) == ([], None)
    assert "overview" in nothing["nearest"]
    assert "Postcodes are not known here" in client.get(f"{ADDRESS}?q=N4").json()["note"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [(f"q={'a' * (LONGEST + 1)}", "q"), ("q=a&q=b", "q"), ("query=a", "query"), ("q=a&edition=1999-1", "edition")],
)
def test_what_is_no_search_is_refused_by_name(client: TestClient, query: str, parameter: str) -> None:
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter


def test_an_unchanged_answer_is_not_sent_again(client: TestClient) -> None:
    tag = client.get(f"{ADDRESS}?q=pay").headers["etag"]
    assert client.get(f"{ADDRESS}?q=pay", headers={"If-None-Match": tag}).status_code == 304
    assert client.get(f"{ADDRESS}?q=pays").headers["etag"] != tag


@given(st.text(max_size=LONGEST))
def test_whatever_is_asked_gets_an_answer(client: TestClient, text: str) -> None:
    answer = client.get(f"{ADDRESS}?q={quote(text, errors='replace')}")
    assert answer.status_code == 200
