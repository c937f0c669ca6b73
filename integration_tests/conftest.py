"""Fixtures of the scenarios, on each engine that they run on."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import engines
import pytest
from shop import ORDERS, SHOP, Project, Publish, Shelf, clean, new_project, stop_started


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=engines.NAMES,
        help="all tests of this engine, and no others (no engine: duckdb)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """dbt-snowflake passes on an argument whose name the connector wants changed."""
    config.addinivalue_line("filterwarnings", "ignore:The 'insecure_mode' connection property")
    gc.set_threshold(50_000, 20, 100)  # as wap does


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" not in metafunc.fixturenames:
        return
    names = []
    for name in engines.NAMES:
        reason = engines.missing(name)
        marks = [pytest.mark.skip(reason=reason)] if reason else []
        names.append(pytest.param(name, marks=marks))
    metafunc.parametrize("engine", names, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Scenarios run on the engines that the option and their markers leave.

    Without the option, those that DuckDB can run too run on Snowflake only if they are marked
    `everywhere`: there the same takes several times as long.
    """
    wanted = config.getoption("--engine")
    left_out = [item for item in items if not _is_wanted(item, wanted)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]


def _is_wanted(item: pytest.Item, wanted: str | None) -> bool:
    spec = getattr(item, "callspec", None)
    engine = spec.params.get("engine") if spec else None
    if engine and not _is_for(item, engine):
        return False
    if wanted:
        return wanted == (engine or "duckdb")
    twice = engine == "snowflake" and _is_for(item, "duckdb")
    return not twice or item.get_closest_marker("everywhere") is not None


def _is_for(item: pytest.Item, engine: str) -> bool:
    named = {"only_on": True, "not_on": False}
    for marker in item.iter_markers():
        if marker.name in named:
            assert marker.kwargs.get("reason"), f"{item.nodeid}: {marker.name} needs a reason"
            assert set(marker.args) <= set(engines.NAMES), f"{item.nodeid}: no such engine"
            if (engine in marker.args) is not named[marker.name]:
                return False
    return True


def engine_called(name: str) -> engines.Engine:
    """The engine of this name; Snowflake is the emulator unless SNOWFLAKE_ACCOUNT is set."""
    if name == "duckdb":
        from engine_duckdb import DuckDB

        return DuckDB()
    from engine_snowflake import EmulatedSnowflake, RealSnowflake

    return RealSnowflake() if "SNOWFLAKE_ACCOUNT" in os.environ else EmulatedSnowflake()


@pytest.fixture(autouse=True)
def clean_env(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the caller reaches a scenario."""
    clean(monkeypatch)


@pytest.fixture(scope="session", autouse=True)
def quick_dbt() -> Iterator[None]:
    """dbt keeps what it has parsed of a macro, as in its own tests, and does not walk the whole
    stack for every flag of an adapter to say which module a change of behavior comes from."""
    from dbt_common.behavior_flags import BehaviorFlagRendered
    from dbt_common.tests import enable_test_caching

    enable_test_caching()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BehaviorFlagRendered, "_default_source", lambda _: "dbt")
        yield


@pytest.fixture(scope="session")
def made_engines() -> Iterator[dict[str, engines.Engine]]:
    """The engines that scenarios have asked for so far."""
    made: dict[str, engines.Engine] = {}
    yield made
    for engine in made.values():
        engine.close()


@pytest.fixture
def engine(
    request: pytest.FixtureRequest, made_engines: dict[str, engines.Engine]
) -> Iterator[engines.Engine]:
    """What the scenario runs on."""
    name = request.param
    if name not in made_engines:
        made_engines[name] = engine_called(name)
    yield made_engines[name]
    stop_started()
    made_engines[name].end()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The projects that scenarios have asked for so far."""
    return Shelf(tmp_path_factory)


@pytest.fixture
def empty_project(engine: engines.Engine, tmp_path: Path) -> Project:
    """A folder with the package installed and nothing else."""
    return new_project(tmp_path / "shop", engine)


@pytest.fixture
def shop(shelf: Shelf, engine: engines.Engine, tmp_path: Path) -> Project:
    """The shop project with three orders in its source; nothing is published yet."""
    return shelf.take(tmp_path / "shop", engine, SHOP, (ORDERS,), ("doctor",))


@pytest.fixture
def published(shelf: Shelf, engine: engines.Engine, tmp_path: Path) -> Project:
    """The shop project after its first publish."""
    commands = [("doctor",), ("run", "--auto-approve")]
    return shelf.take(tmp_path / "shop", engine, SHOP, (ORDERS,), *commands)


@pytest.fixture
def publish_first(shelf: Shelf, engine: engines.Engine, tmp_path: Path) -> Publish:
    """Makes a project of these files, after this SQL and its first publish; made once for all."""

    def make(files: Mapping[str, str], *sql: str) -> Project:
        return shelf.take(tmp_path / "shop", engine, files, sql, ("run", "--auto-approve"))

    return make
