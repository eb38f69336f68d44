"""For random choices, the CSV, the JSON, the page's rows and what pandas selects from the files are the same."""

import io
import random
from typing import Any

import pandas as pd
import pytest
from starlette.testclient import TestClient

from data_access.editions.folder import folders_of
from data_access.files import DEFAULT_FOLDERS
from data_access.portal import default_edition, served
from data_access.records import Catalogue, Selection
from data_access.selection import options, query_string

CHOICES = 200
PARAMETERS = ("strand", "service_area", "ethnicity", "ward", "period")
KEY = ["indicator_id", "area_code", "category_code", "ethnicity_code", "period_code"]
NUMBERS = ["numerator", "denominator", "value", "lower", "upper"]


def published_files() -> pd.DataFrame:
    """Every observation file as pandas reads it, text as text."""
    frames = []
    for path in sorted(folders_of(DEFAULT_FOLDERS, default_edition()).observations.glob("*.csv")):
        frame = pd.read_csv(path, dtype="str", keep_default_na=False)
        frames.append(frame.assign(indicator_id=path.stem))
    return pd.concat(frames, ignore_index=True)


def random_selection(generator: random.Random, catalogue: Catalogue, files: pd.DataFrame) -> Selection:
    """One or two values for some of the filters, most of them values that have figures."""
    known = options(catalogue)
    row = files.iloc[generator.randrange(len(files))]
    indicator = catalogue.indicators[row["indicator_id"]]
    likely = {
        "strand": indicator.strand_code,
        "service_area": indicator.service_area_code,
        "ethnicity": row["ethnicity_code"],
        "ward": row["area_code"],
        "period": row["period_code"],
    }
    chosen: dict[str, tuple[str, ...]] = {}
    for name in PARAMETERS:
        if generator.random() < 0.5:
            values = [likely[name]] if likely[name] in known[name] else []
            if generator.random() < 0.4:
                values.append(generator.choice(sorted(known[name])))
            chosen[name] = tuple(dict.fromkeys(values))
    return Selection(**chosen)


def pandas_selects(files: pd.DataFrame, selection: Selection, catalogue: Catalogue) -> pd.DataFrame:
    """The rows that the filters let through, worked out apart from the portal's own code."""
    groups = catalogue.codes.ethnic_groups
    keep = pd.Series(True, index=files.index)
    if selection.strand:
        strands = files["indicator_id"].map(lambda name: catalogue.indicators[name].strand_code)
        keep &= strands.isin(selection.strand)
    if selection.service_area:
        areas = files["indicator_id"].map(lambda name: catalogue.indicators[name].service_area_code)
        keep &= areas.isin(selection.service_area)
    if selection.ethnicity:
        broad = files["ethnicity_code"].map(lambda code: groups[code].eth5_code)
        keep &= files["ethnicity_code"].isin(selection.ethnicity) | (broad.isin(selection.ethnicity) & (broad != ""))
    if selection.ward:
        keep &= files["area_code"].isin(selection.ward)
    if selection.period:
        keep &= files["period_code"].isin(selection.period)
    return files[keep]


def comparable(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Keys, numbers and markers, sorted, with numbers as numbers."""
    numbers = frame[NUMBERS].replace("", None).astype("float64")
    marker = frame["marker"].replace("", "published")
    whole = pd.concat([frame[KEY], numbers, marker, frame["flags"]], axis=1)
    return sorted(tuple("" if pd.isna(cell) else cell for cell in row) for row in whole.itertuples(index=False))


@pytest.mark.parametrize("seed", range(8))
def test_page_csv_json_and_pandas_agree(client: TestClient, seed: int) -> None:
    repository = served().repository
    files = published_files()
    generator = random.Random(seed)
    seen_rows = 0
    for _ in range(CHOICES // 8):
        selection = random_selection(generator, repository.catalogue, files)
        expected = comparable(pandas_selects(files, selection, repository.catalogue))
        query = query_string(selection)
        written = pd.read_csv(
            io.StringIO(client.get(f"/api/v1/observations.csv?{query}").text), dtype="str", keep_default_na=False
        )
        document = client.get(f"/api/v1/observations.json?{query}&limit=10000").json()
        rows = list(document["rows"])
        while document["next"]:
            document = client.get(f"/api/v1/observations.json?{query}&limit=10000&cursor={document['next']}").json()
            rows += document["rows"]
        told = pd.DataFrame(rows, columns=list(written.columns))
        page = pd.DataFrame(repository.rows(selection), columns=list(written.columns))
        for shown in (written, told, page):
            assert comparable(shown) == expected, query
        assert document["count"] == repository.count(selection) == len(expected)
        seen_rows += len(expected)
    assert seen_rows > 0
