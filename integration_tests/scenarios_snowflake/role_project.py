"""The shop on an emulator where roles count: administrator, builder, reader, and the run's own."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine_snowflake import DATABASE, Database, profile
from shop import ORDERS, REPOSITORY, SHOP, Project

ROLE, WAREHOUSE, USER = "DBT_WAP_ROLE", "TRANSFORMING", "DBT_USER"
PAGE = REPOSITORY / "docs" / "snowflake.md"

ACCOUNT = f"""
create warehouse {WAREHOUSE.lower()};
create user {USER.lower()};
create role builder;
create role reader;
grant usage on warehouse {WAREHOUSE.lower()} to role reader;
grant usage on database shop to role reader;
"""
"""What exists before dbt-wap is installed."""


def role_script() -> str:
    """The script of the documentation that makes the role."""
    blocks = re.findall(r"^```sql\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    (script,) = [block for block in blocks if "create role" in block]
    return str(script)


@dataclass
class Shop:
    """A project of the run's role, on an emulator that an administrator can reach."""

    root: Path
    emulator: Any
    admin: Database
    project: Project
    others: list[Database] = field(default_factory=list)

    def use(self, role: str, user: str = USER) -> None:
        """dbt and wap connect with this role from now on."""
        fields = self.emulator.connection(role=role, user=user, warehouse=WAREHOUSE)
        self.project.write({"profiles.yml": profile(**{**fields, "database": DATABASE})})

    def connect(self, role: str, user: str = "someone") -> Database:
        fields = self.emulator.connection(role=role, user=user, database=DATABASE)
        self.others.append(Database(**fields))
        return self.others[-1]

    def grants(self, said: str) -> list[str]:
        """The statements that doctor says to run."""
        return re.findall(r"^ +do: (grant .*)$", said, re.MULTILINE)

    def close(self) -> None:
        for database in [self.admin, *self.others]:
            database.close()
        self.emulator.stop()


def new_shop(root: Path) -> Shop:
    """The project in this folder, on an emulator of its own; nothing is built yet."""
    from integration_tests.snowflake_emulator import Emulator

    emulator = Emulator(databases=(DATABASE,))
    package = root / "dbt_packages" / "dbt_wap"
    package.parent.mkdir(parents=True)
    package.symlink_to(REPOSITORY, target_is_directory=True)
    found = _serve(root, emulator)
    found.project.write({**SHOP, "packages.yml": f"packages:\n  - local: {REPOSITORY}\n"})
    found.admin.sql(ORDERS, ACCOUNT)
    return found


def keep(shop: Shop) -> Any:
    """What the shop has now, to be copied; the shop itself ends."""
    kept = shop.emulator.copy()
    shop.close()
    return kept


def copy_of(shop: Shop, kept: Any, root: Path) -> Shop:
    """The same once more in another folder, on the same port, so that the manifest still suits."""
    shutil.copytree(shop.root, root, symlinks=True)
    return _serve(root, kept.copy(shop.emulator.port))


def _serve(root: Path, emulator: Any) -> Shop:
    emulator.__enter__()
    admin = Database(**emulator.connection(database=DATABASE))
    engine: Any = None
    return Shop(root, emulator, admin, Project(root, engine, admin))


class Reading:
    """A reader who asks for a schema's relations all the time, until the block ends."""

    def __init__(self, shop: Shop, schema: str, relations: Sequence[str]) -> None:
        self.faults: list[str] = []
        self.sights: list[int] = []  # of the audit schema: how many statements there were by then
        self.rounds = 0
        self._audit = f"audit_{schema}"
        self._log = shop.emulator.engine.log
        self._database = shop.connect("READER")
        self._queries = [f"select count(*) from {schema}.{name}" for name in relations]
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def _ask(self) -> None:
        while not self._ended.wait(0.02):
            try:
                for query in self._queries:
                    self._database.sql(query)
                if self._audit in self._database.schemas():
                    self.sights.append(len(self._log))
            except Exception as error:
                self.faults.append(str(error))
            self.rounds += 1

    def __enter__(self) -> Reading:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
