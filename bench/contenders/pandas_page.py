"""The page that many would write: the whole table as a cached frame, filtered, charted and shown.

``BENCH_OBSERVATIONS`` names the folder of CSV files.
"""

import os
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st


@st.cache_data
def read_all() -> pd.DataFrame:
    """Every row."""
    files = sorted(Path(os.environ["BENCH_OBSERVATIONS"]).glob("*.csv"))
    return pd.concat([pd.read_csv(path).assign(indicator_id=path.stem) for path in files], ignore_index=True)


rows = read_all()
measures = sorted(rows.indicator_id.unique())
asked = st.query_params.get("indicator", measures[0])
measure = st.selectbox("Measure", measures, index=measures.index(asked))
area = st.selectbox("Area", sorted(rows.area_code.unique()))
chosen = rows[(rows.indicator_id == measure) & (rows.area_code == area) & (rows.category_code == "all")]
latest = chosen[chosen.period_code == chosen.period_code.max()]
st.title(measure)
st.altair_chart(alt.Chart(latest).mark_point().encode(x="value:Q", y="ethnicity_code:N"))
st.altair_chart(alt.Chart(chosen).mark_line().encode(x="period_code:O", y="value:Q", facet="ethnicity_code:N"))
st.table(latest[["ethnicity_as_published", "numerator", "denominator", "value"]])
st.dataframe(chosen)
