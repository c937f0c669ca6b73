"""The demo's generator: the same figures every time, few revisions, and really bad bad data."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from dbt_wap.demo import generate
from dbt_wap.errors import ConfigError

duckdb = pytest.importorskip("duckdb")

ALL = "select * from raw.employment order by all"
PER_YEAR = len(generate.MUNICIPALITIES) * len(generate.INDUSTRY_SHARES)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(duckdb.connect(str(path))) as con:
        return con.execute(query).fetchall()


def figures(path: Path) -> dict[tuple[object, ...], object]:
    query = "select municipality_code, industry_code, year, employed from raw.employment"
    return {row[:3]: row[3] for row in rows(path, query)}


def test_names_and_codes_are_unique() -> None:
    assert len(generate.MUNICIPALITIES) == 60
    assert len({place.code for place in generate.MUNICIPALITIES}) == 60
    assert len({place.name for place in generate.MUNICIPALITIES}) == 60


def test_codes_are_those_of_the_seed() -> None:
    seed = Path(generate.__file__).parent / "project" / "seeds" / "industries.csv"
    codes = [line.split(",")[0] for line in seed.read_text(encoding="utf-8").splitlines()[1:]]
    assert codes == list(generate.INDUSTRY_SHARES)


def test_the_same_years_give_the_same_rows(tmp_path: Path) -> None:
    one, other = tmp_path / "one.duckdb", tmp_path / "other.duckdb"
    assert generate.load(one, [2021, 2022, 2023]) == 3 * PER_YEAR
    assert generate.load(other, [2023, 2021, 2022, 2021]) == 3 * PER_YEAR
    assert rows(one, ALL) == rows(other, ALL)


def test_one_figure_stays_what_it_is(tmp_path: Path) -> None:
    """Docs quote figures of the demo: a change of the generator must not pass unseen."""
    path = tmp_path / "demo.duckdb"
    generate.load(path, [2023])
    assert figures(path)["0101", "CON", 2023] == 112


def test_loading_replaces_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "demo.duckdb"
    generate.load(path, [2020, 2021])
    generate.load(path, [2022])
    assert rows(path, "select distinct year from raw.employment") == [(2022,)]
    assert generate.load(path, []) == 0
    assert rows(path, ALL) == []
    assert rows(path, "select count(*) from raw.municipalities") == [(60,)]


@pytest.mark.parametrize("newest", range(2019, 2026))
def test_a_later_year_revises_a_few_figures_of_the_year_before(tmp_path: Path, newest: int) -> None:
    path = tmp_path / "demo.duckdb"
    generate.load(path, [newest - 1, newest])
    before = figures(path)
    generate.load(path, [newest - 1, newest, newest + 1])
    after = figures(path)
    revised = {key for key, employed in before.items() if after[key] != employed}
    assert {key[2] for key in revised} == {newest}
    assert 0 < len(revised) < 0.05 * PER_YEAR


def test_good_data_is_complete_and_positive(tmp_path: Path) -> None:
    path = tmp_path / "demo.duckdb"
    generate.load(path, range(2019, 2026))
    assert rows(path, "select min(employed) > 0 from raw.employment") == [(True,)]
    assert rows(path, "select count(municipality_code) from raw.employment") == [(7 * PER_YEAR,)]


def test_bad_data_breaks_the_newest_year_only(tmp_path: Path) -> None:
    path = tmp_path / "demo.duckdb"
    generate.load(path, [2024, 2025], scenario="bad-data")
    negative = rows(
        path,
        "select distinct county, year from raw.employment"
        " join raw.municipalities on code = municipality_code where employed < 0",
    )
    assert negative == [(generate.BAD_COUNTY, 2025)]
    missing = "select year, count(*) from raw.employment where municipality_code is null group by 1"
    assert rows(path, missing) == [(2025, len(generate.INDUSTRY_SHARES))]


def test_drift_changes_one_figure_and_says_which(tmp_path: Path) -> None:
    path = tmp_path / "demo.duckdb"
    table = "marts.employment_by_year"
    with closing(duckdb.connect(str(path))) as con:
        con.execute("create schema marts")
        con.execute(
            f"create table {table} as select * from (values"
            " ('a', 'Havreby', 'Trade', 2023, 100), ('b', 'Havreby', 'Trade', 2024, 110))"
            " as t (employment_id, municipality, industry, year, employed)"
        )
    said = generate.drift(path)
    assert rows(path, f"select employed from {table} order by year") == [(100,), (135,)]
    assert said.startswith(f"An analyst corrected {table} by hand: Havreby, Trade, 2024, from 110 ")


def test_drift_without_a_row_to_correct_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "demo.duckdb"
    with closing(duckdb.connect(str(path))) as con:
        con.execute("create schema marts")
        con.execute(
            "create table marts.employment_by_year (employment_id varchar, municipality varchar,"
            " industry varchar, year integer, employed integer)"
        )
    with pytest.raises(ConfigError, match="no rows"):
        generate.drift(path)
