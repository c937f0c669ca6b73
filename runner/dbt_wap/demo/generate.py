"""Generates the demo's raw data: invented municipalities and figures, always the same."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Literal, NamedTuple

from dbt_wap.errors import ConfigError

Scenario = Literal["good", "bad-data"]

COUNTIES = {
    "Askemyr": (
        *("Askevang", "Duskemo", "Lomvatn", "Multeås", "Myrlyng"),
        *("Ospelia", "Siverud", "Starrholt", "Torvmo", "Tranemyr"),
    ),
    "Havrelund": (
        *("Byggholt", "Havreby", "Hjulsted", "Humlehavn", "Kløverås"),
        *("Kornbrekke", "Lerkevang", "Mølletofte", "Rugstrand", "Solvænge"),
    ),
    "Silderland": (
        *("Brislinge", "Garnvik", "Havglimt", "Krabbesund", "Lodvåg"),
        *("Notsund", "Reveskjær", "Silderhavn", "Skjellnes", "Ternøyra"),
    ),
    "Tornfjord": (
        *("Ankernes", "Bølgesund", "Draugvik", "Fyrstrand", "Måkehavn"),
        *("Skumvåg", "Tangstrøm", "Tornvik", "Torskeby", "Vrakholm"),
    ),
    "Ulvemark": (
        *("Bjørnetorp", "Furustrøm", "Glimmevik", "Grevlingby", "Kråkeholt"),
        *("Mosebrekke", "Rimfossen", "Storelyng", "Tyttehavn", "Ulvesund"),
    ),
    "Vintermark": (
        *("Frostby", "Hrimvik", "Isbrekke", "Kaldstrøm", "Nordlyby"),
        *("Rimtorp", "Skarelia", "Skiferud", "Snøholt", "Tindehavn"),
    ),
}

INDUSTRY_SHARES = {
    "CON": 0.10,
    "EDU": 0.12,
    "FRM": 0.06,
    "HLT": 0.24,
    "ICT": 0.06,
    "MFG": 0.16,
    "TRD": 0.18,
    "TRN": 0.08,
}
"""Share of a municipality's workers by industry; the codes are in seeds/industries.csv."""

REVISED_SHARE = 0.02
"""Share of a year's figures that is revised when the next year is delivered."""

BAD_COUNTY = "Tornfjord"
BAD_MUNICIPALITY = "Kornbrekke"


class Municipality(NamedTuple):
    code: str
    name: str
    county: str


class Figure(NamedTuple):
    municipality_code: str | None
    year: int
    industry_code: str
    employed: int
    loaded_at: datetime


MUNICIPALITIES = tuple(
    Municipality(f"{c:02}{m:02}", name, county)
    for c, (county, names) in enumerate(COUNTIES.items(), start=1)
    for m, name in enumerate(names, start=1)
)


def load(path: Path, years: Sequence[int], *, scenario: Scenario = "good") -> int:
    """Replace the raw tables with the figures of these years; return the number of figures.

    The newest year is preliminary, and a small share of the earlier figures is revised. In the
    scenario `bad-data`, the newest year has errors.
    """
    import duckdb

    figures = list(_delivered(years, scenario))
    with closing(duckdb.connect(str(path))) as con:
        con.execute("begin")
        con.execute("create schema if not exists raw")
        con.execute(
            "create or replace table raw.municipalities"
            " (code varchar, name varchar, county varchar)"
        )
        con.execute(
            "create or replace table raw.employment"
            " (municipality_code varchar, year integer, industry_code varchar,"
            " employed integer, loaded_at timestamp)"
        )
        con.execute(
            "insert into raw.municipalities select unnest(?), unnest(?), unnest(?)",
            _columns(MUNICIPALITIES),
        )
        if figures:
            con.execute(
                "insert into raw.employment"
                " select unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)",
                _columns(figures),
            )
        con.execute("commit")
    return len(figures)


def drift(path: Path) -> str:
    """Correct a figure in prod without dbt; return a sentence about it."""
    import duckdb

    with closing(duckdb.connect(str(path))) as con:
        row = con.execute(
            "select employment_id, municipality, industry, year, employed"
            " from marts.employment_by_year order by year desc, employment_id limit 1"
        ).fetchone()
        if row is None:
            raise ConfigError("demo", "marts.employment_by_year has no rows to correct")
        key, municipality, industry, year, before = row
        after = before + 25
        con.execute(
            "update marts.employment_by_year set employed = ? where employment_id = ?", [after, key]
        )
    return (
        f"An analyst corrected marts.employment_by_year by hand: {municipality}, {industry},"
        f" {year}, from {before} to {after}."
    )


def _delivered(years: Sequence[int], scenario: Scenario) -> Iterator[Figure]:
    newest = max(years, default=0)
    for year in sorted(set(years)):
        for place in MUNICIPALITIES:
            for industry in INDUSTRY_SHARES:
                figure = _figure(place, industry, year, preliminary=year == newest)
                if scenario == "bad-data" and year == newest:
                    figure = _broken(figure, place)
                yield figure


def _figure(place: Municipality, industry: str, year: int, *, preliminary: bool) -> Figure:
    employed = _employed(place.code, industry, year)
    revised = not preliminary and _share("revised?", place.code, industry, year) < REVISED_SHARE
    if revised:
        change = 0.01 + 0.05 * _share("revised by", place.code, industry, year)
        employed += max(1, round(employed * change))
    # A year is delivered in February of the next year; its revisions come one year later.
    return Figure(
        place.code, year, industry, employed, datetime(year + (2 if revised else 1), 2, 15)
    )


def _employed(code: str, industry: str, year: int) -> int:
    """Return a figure from size, mix of industries, a slow trend and some noise; at least 1."""
    size = 800 * math.pow(40, _share("size", code))
    mix = INDUSTRY_SHARES[industry] * (0.6 + 0.8 * _share("mix", code, industry))
    trend = math.pow(0.985 + 0.04 * _share("trend", code, industry), year - 2015)
    noise = 0.98 + 0.04 * _share("noise", code, industry, year)
    return max(1, round(size * mix * trend * noise))


def _broken(figure: Figure, place: Municipality) -> Figure:
    if place.county == BAD_COUNTY:
        return figure._replace(employed=-figure.employed)
    if place.name == BAD_MUNICIPALITY:
        return figure._replace(municipality_code=None)
    return figure


def _share(*what: object) -> float:
    """Return a number in [0, 1) that depends only on `what`."""
    digest = blake2b("|".join(map(str, what)).encode(), digest_size=6).digest()
    return int.from_bytes(digest, "big") / 2**48


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    """Return the rows as one list per column, which loads far faster than row by row."""
    return [list(column) for column in zip(*rows, strict=True)]
