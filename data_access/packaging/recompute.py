"""Works out one share and one ratio of this edition again from its rows: pip install pandas, python recompute.py."""

import sys

import pandas as pd

USUAL = ("free-school-meals", "ay2021-22", "E09000019", "dfe-black", "dfe-white")


def main(indicator: str, period: str, area: str, group: str, reference: str) -> str:
    """The group’s share, per cent, and how many times the reference’s share it is; all five are codes."""
    rows = pd.read_csv("observations.csv", low_memory=False)
    wanted = {"indicator_id": indicator, "period_code": period, "area_code": area, "category_code": "all"}
    for column, code in wanted.items():
        rows = rows[rows[column] == code]
    rows = rows[rows["marker"] == "published"].set_index("ethnicity_code")
    shares = 100 * rows["numerator"] / rows["denominator"]
    return f"share {shares[group]:.6f}\nratio {shares[group] / shares[reference]:.6f}\n"


if __name__ == "__main__":
    sys.stdout.write(main(*(sys.argv[1:] or USUAL)))
