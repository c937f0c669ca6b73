"""Who could read prod before a publish can read it after: lists, plans, statements, read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from engine_snowflake import need_emulator
from grants_project import Admin, Package, Refused, Row, quoted

need_emulator()

PROD, AUDIT, ARCHIVE = "MARTS", "AUDIT_MARTS", "MARTS__WAP_1"
ROLE, OTHER, USER, SHARE, DBROLE = 'rea"d er', "OTHER_ROLE", "some.one", "sh_%", "dr %_"
"""Grantees: names that only quotes keep together."""

TABLE, VIEW = 'Or"ders %_', "totals"


@dataclass
class Place:
    """A database of its own on a shared emulator, with prod's schema in it."""

    admin: Admin
    package: Package
    emulator: Any
    database: str
    kinds: dict[str, str] = field(default_factory=lambda: {TABLE: "table", VIEW: "view"})

    def name(self, *parts: str) -> str:
        return quoted(self.database, *parts)

    def pairs(self, prod: str = PROD, audit: str = AUDIT) -> list[Row]:
        return [{"database": self.database, "prod": prod, "audit": audit}]

    def place(self, schema: str) -> Row:
        return {"database": self.database, "schema": schema}

    def owners(self) -> Any:
        """schemas_of_other_owners of the candidate."""
        places, prods = [self.place(AUDIT)], [self.place(PROD)]
        return self.package("schemas_of_other_owners", places=places, prods=prods)

    def read(self, schema: str, kinds: dict[str, str] | None = None) -> Any:
        """list_grants of one schema and its relations."""
        relations = [
            {"database": self.database, "schema": schema, "name": name, "kind": kind}
            for name, kind in (self.kinds if kinds is None else kinds).items()
        ]
        return self.package("list_grants", places=[self.place(schema)], relations=relations)

    def compare(
        self,
        before: Any,
        after: Any,
        prod: str = PROD,
        audit: str = AUDIT,
        declared: dict[str, list[str]] | None = None,
        rebuilt: list[str] | None = None,
    ) -> Any:
        return self.package(
            "compare_grants",
            before=before,
            after=after,
            moves=[{"before": self.place(prod), "after": self.place(audit)}],
            declared=declared or {},
            rebuilt=rebuilt,
        )

    def carry_out(self, plan: Any) -> list[str]:
        """The plan has been carried out; its statements."""
        statements = self.package("grant_statements", rows=plan["apply"])
        statements += self.package("revoke_statements", rows=plan["revoke"])
        self.package.perform(statements)
        return [str(statement) for statement in statements]

    def swap(self, one: str = PROD, other: str = AUDIT) -> None:
        self.admin.run(f"alter schema {self.name(one)} swap with {self.name(other)}")

    def clone(self) -> None:
        self.admin.run(f"create schema {self.name(AUDIT)} clone {self.name(PROD)}")

    def rebuild(self) -> None:
        """What dbt does: both relations are made again, without their grants."""
        table, view = self.name(AUDIT, TABLE), self.name(AUDIT, VIEW)
        self.admin.run(
            f"create or replace table {table} as select 2 as a",
            f"create or replace secure view {view} as select * from {table}",
        )

    def connect(self, role: str) -> Admin:
        return Admin(self.emulator.connection(role=quoted(role), database=self.database))


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[bool], tuple[Any, Package]]:
    """Emulators with and without inherited grants, each started once, and the package on it."""
    from integration_tests.snowflake_emulator import Emulator

    running: dict[bool, tuple[Any, Package]] = {}

    def get(inherited: bool) -> tuple[Any, Package]:
        if inherited not in running:
            emulator = Emulator(inherited_grants=inherited)
            request.addfinalizer(emulator.stop)
            emulator.__enter__()
            package = Package(tmp_path_factory.mktemp("grants") / "project", emulator.profile())
            running[inherited] = emulator, package
            admin = Admin(emulator.connection())
            admin.run(
                f"create role {quoted(ROLE)}",
                f"create role {quoted(OTHER)}",
                f"create user {quoted(USER)}",
                f"create share {quoted(SHARE)}",
            )
            admin.close()
        return running[inherited]

    return get


@pytest.fixture
def make(server: Any, request: pytest.FixtureRequest) -> Callable[..., Place]:
    """A database named like the test, with a table and a secure view on it in prod's schema."""

    def get(inherited: bool = False, relations: bool = True) -> Place:
        emulator, package = server(inherited)
        admin = Admin(emulator.connection())
        request.addfinalizer(admin.close)
        place = Place(admin, package, emulator, f"Db of {abs(hash(request.node.nodeid))}")
        admin.run(f"create database {place.name()}", f"create schema {place.name(PROD)}")
        admin.run(f"create database role {place.name(DBROLE)}")
        admin.run(f"grant usage on database {place.name()} to share {quoted(SHARE)}")
        if relations:
            table, view = place.name(PROD, TABLE), place.name(PROD, VIEW)
            admin.run(f"create table {table} as select 1 as a")
            admin.run(f"create secure view {view} as select * from {table}")
        return place

    return get


def grantees(place: Place) -> dict[str, str]:
    return {
        "role": f"role {quoted(ROLE)}",
        "database role": f"database role {place.name(DBROLE)}",
        "user": f"user {quoted(USER)}",
        "share": f"share {quoted(SHARE)}",
    }


def granted_to_everybody(place: Place, inherited: bool) -> None:
    """Every kind of grantee has grants on the schema, the table and the view."""
    schema, to = place.name(PROD), grantees(place)
    table, view = place.name(PROD, TABLE), place.name(PROD, VIEW)
    for grantee in to.values():
        place.admin.run(
            f"grant usage on schema {schema} to {grantee}",
            f"grant select on table {table} to {grantee}",
            f"grant select on view {view} to {grantee}",
        )
    place.admin.run(
        f"grant create table, monitor on schema {schema} to {to['role']} with grant option",
        f"grant insert, evolve schema on table {table} to {to['role']}",
        f"grant references on table {table} to {to['user']} with grant option",
        f"grant usage on future stages in schema {schema} to {to['role']} with grant option",
        f"grant monitor, select on future dynamic tables in schema {schema} to {to['role']}",
        f"grant select on future dynamic tables in schema {schema} to {to['database role']}",
    )
    if inherited:
        place.admin.run(
            f"grant inherited select on all tables in schema {schema} to {to['role']}",
            f"grant inherited insert, update on all tables in schema {schema} to {to['user']}",
            f"grant inherited select on all views in schema {schema} to {to['database role']}",
            f"grant inherited delete on all tables in database {place.name()} to {to['role']}",
        )


def shown(place: Place, schema: str, inherited: bool) -> set[tuple[Any, ...]]:
    """The grants as SHOW tells them to the test itself, without the package."""
    found: set[tuple[Any, ...]] = set()
    told = [f"grants on schema {place.name(schema)}"]
    told += [f"grants on {kind} {place.name(schema, name)}" for name, kind in place.kinds.items()]
    told += [f"future grants in schema {place.name(schema)}"]
    told += [f"inherited grants in schema {place.name(schema)}"] if inherited else []
    for what in told:
        for row in place.admin.records(f"show {what}"):
            to = row.get("granted_to") or row.get("grant_to")
            on = row.get("granted_on") or row.get("grant_on")
            found.add((what, row["privilege"], on, to, row["grantee_name"], row["grant_option"]))
    return found


def told(rows: list[Row]) -> list[tuple[Any, ...]]:
    return sorted(
        (row["on"], row["name"] or "", row["privilege"], row["to_kind"], row["to_name"])
        for row in rows
    )


def row(place: Place, **other: Any) -> Row:
    """SELECT on the table of prod for ROLE, or as told."""
    return {
        "on": "relation",
        "database": place.database,
        "schema": PROD,
        "name": TABLE,
        "kind": "TABLE",
        "privilege": "SELECT",
        "to_kind": "ROLE",
        "to_name": ROLE,
        "option": False,
        "system": False,
        **other,
    }


# -- from prod to prod -----------------------------------------------------------------------------


@pytest.mark.parametrize("inherited", [False, True])
@pytest.mark.parametrize("rebuilt", [False, True])
def test_every_grantee_has_after_the_swap_what_it_had_before(
    make: Any, inherited: bool, rebuilt: bool
) -> None:
    place = make(inherited)
    granted_to_everybody(place, inherited)
    expected = shown(place, PROD, inherited)
    before = place.read(PROD)
    place.clone()
    if rebuilt:
        place.rebuild()
    plan = place.compare(before, place.read(AUDIT))
    assert {row["on"] for row in plan["apply"]} >= {"schema"} | ({"relation"} if rebuilt else set())
    assert ("inherited" in {row["on"] for row in plan["apply"]}) == inherited
    assert (plan["revoke"], plan["lost"], plan["owners"]) == ([], [], [])
    place.carry_out(plan)
    place.swap()
    assert shown(place, PROD, inherited) == expected
    again = place.read(PROD)
    assert place.compare(before, again, audit=PROD) == {
        "apply": [], "revoke": [], "extra": [], "lost": [], "owners": []
    }  # fmt: skip


def test_a_reader_goes_on_reading_after_the_swap(make: Any) -> None:
    place = make()
    granted_to_everybody(place, inherited=False)
    place.admin.run(f"grant usage on database {place.name()} to role {quoted(ROLE)}")
    before = place.read(PROD)
    place.clone()
    place.rebuild()
    place.carry_out(place.compare(before, place.read(AUDIT)))
    place.swap()
    reader = place.connect(ROLE)
    assert reader.run(f"select a from {place.name(PROD, TABLE)}") == [(2,)]
    # The view of the candidate names the audit schema until it is made again: D6.
    place.admin.run(
        f"create or replace secure view {place.name(PROD, VIEW)} copy grants "
        f"as select * from {place.name(PROD, TABLE)}"
    )
    assert reader.run(f"select a from {place.name(PROD, VIEW)}") == [(2,)]
    reader.close()


def test_what_was_carried_out_twice_is_the_same(make: Any) -> None:
    place = make()
    granted_to_everybody(place, inherited=False)
    place.clone()
    place.rebuild()
    plan = place.compare(place.read(PROD), place.read(AUDIT))
    place.carry_out(plan)
    once = shown(place, AUDIT, inherited=False)
    place.carry_out(plan)
    assert shown(place, AUDIT, inherited=False) == once


def test_at_a_rollback_the_archive_gets_what_was_granted_since(make: Any) -> None:
    place = make()
    granted_to_everybody(place, inherited=False)
    before = place.read(PROD)
    place.clone()
    place.carry_out(place.compare(before, place.read(AUDIT)))
    place.swap()
    place.admin.run(f"alter schema {place.name(AUDIT)} rename to {place.name(ARCHIVE)}")
    place.admin.run(
        f"grant delete on table {place.name(PROD, TABLE)} to role {quoted(OTHER)}",
        f"grant usage on schema {place.name(PROD)} to role {quoted(OTHER)}",
        f"revoke usage on schema {place.name(PROD)} from user {quoted(USER)}",
        f"revoke select on table {place.name(PROD, TABLE)} from share {quoted(SHARE)}",
    )
    now = shown(place, PROD, inherited=False)
    plan = place.compare(place.read(PROD), place.read(ARCHIVE), audit=ARCHIVE, rebuilt=[])
    assert told(plan["apply"]) == [
        ("relation", TABLE, "DELETE", "ROLE", OTHER),
        ("schema", "", "USAGE", "ROLE", OTHER),
    ]
    assert told(plan["revoke"]) == [
        ("relation", TABLE, "SELECT", "SHARE", SHARE),
        ("schema", "", "USAGE", "USER", USER),
    ]
    place.carry_out(plan)
    place.swap(PROD, ARCHIVE)
    assert shown(place, PROD, inherited=False) == now


# -- lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("inherited", [False, True])
def test_the_list_has_every_grant_once_and_the_owners(make: Any, inherited: bool) -> None:
    place = make(inherited)
    granted_to_everybody(place, inherited)
    start = len(place.emulator.statements())
    found = place.read(PROD)
    sent = [line.text.lower() for line in place.emulator.statements()[start:]]
    told_by_show = {
        (privilege, on.replace("_", " "), to, option == "true")
        for _, privilege, on, to, _, option in shown(place, PROD, inherited)
        if privilege not in ("OWNERSHIP", "DELETE")  # DELETE is the database's own affair
    }
    assert {
        (r["privilege"], r["kind"], r["to_kind"], r["option"]) for r in found["grants"]
    } == told_by_show
    assert {(r["to_kind"], r["to_name"]) for r in found["grants"]} == {
        ("ROLE", ROLE), ("USER", USER), ("SHARE", SHARE), ("DATABASE_ROLE", DBROLE)
    }  # fmt: skip
    assert not [r for r in found["grants"] if r["privilege"] == "OWNERSHIP"]
    owner = {"kind": "ROLE", "name": "ACCOUNTADMIN"}
    objects = [place.name(PROD), place.name(PROD, TABLE), place.name(PROD, VIEW)]
    assert found["owners"] == dict.fromkeys(objects, owner)
    assert [found["objects"][key]["kind"] for key in objects] == ["SCHEMA", "TABLE", "VIEW"]
    shows = [text for text in sent if text.startswith("show") and " grants " in text]
    assert len(shows) == 2 + inherited + len(place.kinds)
    assert ("inherited" in {r["on"] for r in found["grants"]}) == inherited


def test_a_relation_that_is_gone_is_an_error(make: Any) -> None:
    place = make()
    with pytest.raises(Refused, match="does not exist or not authorized"):
        place.read(PROD, {"GONE": "table"})


def test_an_owner_that_is_not_shown_is_refused(make: Any) -> None:
    place = make()
    with pytest.raises(Refused, match="does not list the owner"):
        place.read("INFORMATION_SCHEMA", {})


def test_managed_access_is_no_grant_to_its_owner(make: Any) -> None:
    place = make()
    schema = place.name("MANAGED")
    place.admin.run(
        f"create schema {schema} with managed access",
        f"create table {place.name('MANAGED', TABLE)} (a int)",
        f"grant manage grants on schema {schema} to role {quoted(OTHER)}",
        f"grant select on table {place.name('MANAGED', TABLE)} to role {quoted(ROLE)} "
        "with grant option",
        f"create schema {place.name(AUDIT)} clone {schema} with managed access",
    )
    kinds = {TABLE: "table"}
    before = place.read("MANAGED", kinds)
    plan = place.compare(before, place.read(AUDIT, kinds), prod="MANAGED")
    assert told(plan["apply"]) == [("schema", "", "MANAGE GRANTS", "ROLE", OTHER)]
    assert (plan["revoke"], plan["extra"]) == ([], [])
    place.carry_out(plan)
    assert place.compare(before, place.read(AUDIT, kinds), prod="MANAGED")["apply"] == []


def test_a_dynamic_table_keeps_its_own_privileges(make: Any) -> None:
    place = make()
    place.kinds["DT"] = "dynamic table"
    name = place.name(PROD, "DT")
    make_it = (
        "create or replace dynamic table {} target_lag = '1 hour' warehouse = COMPUTE_WH "
        f"as select * from {place.name(PROD, TABLE)}"
    )
    place.admin.run(make_it.format(name))
    place.admin.run(f"grant select, monitor, operate on dynamic table {name} to {quoted(ROLE)}")
    before = place.read(PROD)
    place.clone()
    place.admin.run(make_it.format(place.name(AUDIT, "DT")))
    plan = place.compare(before, place.read(AUDIT))
    (statement,) = place.carry_out(plan)
    assert "on DYNAMIC TABLE" in statement
    assert place.compare(before, place.read(AUDIT))["apply"] == []


# -- plans -----------------------------------------------------------------------------------------


def test_what_the_audit_schema_got_from_the_database_is_taken_away(make: Any) -> None:
    place = make()
    place.admin.run(
        f"grant usage on schema {place.name(PROD)} to role {quoted(ROLE)}",
        f"grant usage, monitor on future schemas in database {place.name()} to {quoted(OTHER)}",
        f"grant select on future tables in database {place.name()} to role {quoted(OTHER)}",
        f"grant usage on future schemas in database {place.name()} to role {quoted(ROLE)} "
        "with grant option",
    )
    expected = {line for line in shown(place, PROD, inherited=False) if "schema" in line[0]}
    before = place.read(PROD)
    place.clone()
    place.rebuild()
    plan = place.compare(before, place.read(AUDIT))
    assert told(plan["apply"]) == []
    assert told(plan["revoke"]) == [
        ("schema", "", "MONITOR", "ROLE", OTHER),
        ("schema", "", "USAGE", "ROLE", OTHER),
        ("schema", "", "USAGE", "ROLE", ROLE),
    ]
    assert [r["to_name"] for r in plan["revoke"] if r.get("only_option")] == [ROLE]
    assert told(plan["extra"]) == [("relation", TABLE, "SELECT", "ROLE", OTHER)]
    place.carry_out(plan)
    place.swap()
    assert {line for line in shown(place, PROD, inherited=False) if "schema" in line[0]} == expected
    assert place.compare(before, place.read(PROD), audit=PROD)["revoke"] == []


@pytest.mark.parametrize("inherited", [False, True])
def test_future_and_inherited_grants_that_prod_has_not_are_taken_away(
    make: Any, inherited: bool
) -> None:
    place = make(inherited)
    before = place.read(PROD)
    place.clone()
    audit, to = place.name(AUDIT), grantees(place)
    place.admin.run(
        f"grant insert, select on future tables in schema {audit} to {to['role']}",
        f"grant select on future dynamic tables in schema {audit} to {to['database role']}",
        f"grant ownership on future views in schema {audit} to {to['role']}",
    )
    if inherited:
        grant = f"grant inherited insert, select on all tables in schema {audit}"
        place.admin.run(f"{grant} to {to['user']}")
    plan = place.compare(before, place.read(AUDIT))
    assert len(plan["revoke"]) == 4 + 2 * inherited
    assert len(place.carry_out(plan)) == 3 + 2 * inherited
    assert place.compare(before, place.read(AUDIT))["revoke"] == []


def test_what_others_hold_on_a_candidate_is_foreign_whoever_granted_it(make: Any) -> None:
    place = make(relations=False)
    place.clone()
    audit = place.name(AUDIT)
    place.admin.run(
        f"grant usage on database {place.name()} to role {quoted(ROLE)}",
        f"grant usage, monitor on schema {audit} to role {quoted(ROLE)} with grant option",
        f"grant usage on schema {audit} to share {quoted(SHARE)}",
        f"grant usage on schema {audit} to role public",
        f"grant usage on schema {audit} to role accountadmin",
        f"grant select on future tables in schema {place.name(PROD)} to user {quoted(USER)}",
        f"grant select on future tables in schema {audit} to user {quoted(USER)}",
        f"grant select on future views in schema {audit} to user {quoted(USER)}",
    )
    place.connect(ROLE).run(f"grant usage on schema {audit} to role {quoted(OTHER)}")

    found = place.package("foreign_grants", pairs=place.pairs())

    assert {(r["on"], r["kind"], r["privilege"], r["to_kind"], r["to_name"]) for r in found} == {
        ("schema", "SCHEMA", "USAGE", "ROLE", ROLE),
        ("schema", "SCHEMA", "MONITOR", "ROLE", ROLE),
        ("schema", "SCHEMA", "USAGE", "ROLE", OTHER),
        ("schema", "SCHEMA", "USAGE", "ROLE", "PUBLIC"),
        ("schema", "SCHEMA", "USAGE", "SHARE", SHARE),
        ("future", "VIEW", "SELECT", "USER", USER),
    }
    place.package.perform(place.package("revoke_statements", rows=found))
    assert place.package("foreign_grants", pairs=place.pairs()) == []
    assert place.owners() == []
    give = f"grant ownership on schema {audit} to role {quoted(OTHER)} revoke current grants"
    place.admin.run(give)
    (away,) = place.owners()
    assert (away["schema"], away["owner"]) == (AUDIT, OTHER)
    (reason,) = place.package("refused_grants", rows=[], given=[away])
    assert OTHER in reason
    everything = f"grant ownership on future schemas in database {place.name()}"
    place.admin.run(f"{everything} to role {quoted(OTHER)}")
    assert place.owners() == []


def test_future_ownership_is_granted_as_such_and_ownership_never(make: Any) -> None:
    place = make()
    place.admin.run(
        f"grant ownership on future tables in schema {place.name(PROD)} to role {quoted(OTHER)}"
    )
    before = place.read(PROD)
    place.admin.run(f"create schema {place.name(AUDIT)}")
    plan = place.compare(before, place.read(AUDIT, {}))
    (statement,) = place.carry_out(plan)
    assert statement.startswith("grant OWNERSHIP on future TABLES in schema")
    assert place.compare(before, place.read(AUDIT, {}))["apply"] == []
    for on, kind in (("relation", "TABLE"), ("schema", "SCHEMA"), ("inherited", "TABLE")):
        for macro in ("grant_statements", "revoke_statements"):
            with pytest.raises(Refused, match="OWNERSHIP can only be transferred"):
                place.package(macro, rows=[row(place, on=on, kind=kind, privilege="OWNERSHIP")])


def test_an_owner_that_would_change_is_reported(make: Any) -> None:
    place = make()
    place.clone()
    place.rebuild()
    other = {"kind": "ROLE", "name": OTHER}
    for name in (f"schema {place.name(PROD)}", f"table {place.name(PROD, TABLE)}"):
        place.admin.run(f"grant ownership on {name} to role {quoted(OTHER)} copy current grants")
    plan = place.compare(place.read(PROD), place.read(AUDIT))
    mine = {"kind": "ROLE", "name": "ACCOUNTADMIN"}
    assert plan["owners"] == [
        {"what": place.name(PROD), "before": other, "after": mine},
        {"what": place.name(PROD, TABLE), "before": other, "after": mine},
    ]


def test_a_table_that_becomes_a_view_loses_what_views_do_not_have(make: Any) -> None:
    place = make()
    table = place.name(PROD, TABLE)
    place.admin.run(
        f"grant select, insert, references on table {table} to role {quoted(ROLE)}",
        f"grant truncate on table {table} to user {quoted(USER)}",
    )
    before = place.read(PROD)
    place.clone()
    place.admin.run(f"drop table {place.name(AUDIT, TABLE)}")
    place.admin.run(f"create view {place.name(AUDIT, TABLE)} as select 1 as a")
    after = place.read(AUDIT, {TABLE: "view", VIEW: "view"})
    plan = place.compare(before, after)
    assert [(r["privilege"], r["kind"]) for r in plan["apply"]] == [
        ("SELECT", "VIEW"), ("REFERENCES", "VIEW")
    ]  # fmt: skip
    assert {r["privilege"]: r["reason"] for r in plan["lost"]} == {
        "INSERT": "the relation was a TABLE and is now a VIEW",
        "TRUNCATE": "the relation was a TABLE and is now a VIEW",
    }
    place.carry_out(plan)
    after = place.read(AUDIT, {TABLE: "view", VIEW: "view"})
    assert place.compare(before, after)["apply"] == []


def test_what_dbt_declares_is_left_to_dbt_for_roles_alone(make: Any) -> None:
    place = make()
    granted_to_everybody(place, inherited=False)
    before = place.read(PROD)
    place.clone()
    place.rebuild()
    place.admin.run(
        f"grant select on table {place.name(AUDIT, TABLE)} to role {quoted(OTHER)}"
    )  # as the config of this run has it
    declared = {place.name(PROD, TABLE): ["select"]}
    plan = place.compare(before, place.read(AUDIT), declared=declared)
    on_table = [r for r in plan["apply"] if r["name"] == TABLE]
    assert {(r["privilege"], r["to_kind"]) for r in on_table} == {
        ("EVOLVE SCHEMA", "ROLE"), ("INSERT", "ROLE"), ("REFERENCES", "USER"),
        ("SELECT", "DATABASE_ROLE"), ("SELECT", "SHARE"), ("SELECT", "USER"),
    }  # fmt: skip
    assert told(plan["extra"]) == [("relation", TABLE, "SELECT", "ROLE", OTHER)]
    assert [r["privilege"] for r in plan["apply"] if r["name"] == VIEW and r["to_kind"] == "ROLE"]


# -- plans of rows: only the macro ---------------------------------------------------------------


@pytest.fixture
def facts(make: Any) -> Place:
    return make(relations=False)


def listed(place: Place, schema: str, *rows: Row, **kinds: str) -> Any:
    """What list_grants returns for a schema with these relations; TABLE by default."""
    objects = {}
    for name, kind in {"": "SCHEMA", **(kinds or {TABLE: "TABLE"})}.items():
        at = {"database": place.database, "schema": schema, "name": name or None, "kind": kind}
        objects[place.name(schema, name) if name else place.name(schema)] = at
    return {"grants": [dict(r, schema=schema) for r in rows], "owners": {}, "objects": objects}


def test_the_same_grant_of_two_roles_is_one_with_the_option_of_either(facts: Place) -> None:
    before = listed(facts, PROD, row(facts), row(facts, option=True), row(facts))
    plan = facts.compare(before, listed(facts, AUDIT, row(facts)))
    assert [(r["schema"], r["option"]) for r in plan["apply"]] == [(AUDIT, True)]
    plan = facts.compare(before, listed(facts, AUDIT, row(facts), row(facts, option=True)))
    assert (plan["apply"], plan["extra"]) == ([], [])


def test_an_option_that_prod_has_not_stays_on_relations_and_goes_on_schemas(facts: Place) -> None:
    usage = row(facts, on="schema", name=None, kind="SCHEMA", privilege="USAGE")
    before = listed(facts, PROD, row(facts), usage)
    after = listed(facts, AUDIT, row(facts, option=True), dict(usage, option=True))
    plan = facts.compare(before, after)
    assert [r["only_option"] for r in plan["extra"] + plan["revoke"]] == [True, True]
    (statement,) = facts.package("revoke_statements", rows=plan["revoke"])
    assert statement.startswith("revoke grant option for USAGE on schema")


def test_what_prod_took_back_since_the_clone_does_not_come_back(facts: Place) -> None:
    kinds = {"kept": "TABLE", "rebuilt": "TABLE", "gone_from_prod": "TABLE"}
    before = listed(facts, PROD, kept="TABLE", rebuilt="TABLE")
    after = listed(facts, AUDIT, *(row(facts, name=name) for name in kinds), **kinds)
    rebuilt = [facts.name(PROD, "rebuilt")]
    plan = facts.compare(before, after, rebuilt=rebuilt)
    assert [r["name"] for r in plan["revoke"]] == ["kept"]
    assert [r["name"] for r in plan["extra"]] == ["rebuilt", "gone_from_prod"]
    assert facts.compare(before, after)["revoke"] == []


def test_a_schema_that_prod_does_not_have_yet_keeps_what_the_database_gave_it(facts: Place) -> None:
    usage = row(facts, on="schema", name=None, kind="SCHEMA", privilege="USAGE")
    nothing: Row = {"grants": [], "owners": {}, "objects": {}}
    plan = facts.compare(nothing, listed(facts, AUDIT, usage, row(facts)), rebuilt=[])
    assert (plan["revoke"], len(plan["extra"])) == ([], 2)


def test_grants_that_snowflake_made_itself_are_reported_and_not_taken_away(facts: Place) -> None:
    usage = row(facts, on="schema", name=None, kind="SCHEMA", privilege="USAGE", system=True)
    plan = facts.compare(listed(facts, PROD), listed(facts, AUDIT, usage))
    assert (plan["revoke"], len(plan["extra"])) == ([], 1)
    plan = facts.compare(listed(facts, PROD, usage), listed(facts, AUDIT))
    assert len(plan["apply"]) == 1


def test_relations_come_first_and_the_schema_last(facts: Place) -> None:
    ons = ["schema", "inherited", "future", "relation"]
    before = listed(facts, PROD, *(row(facts, on=on) for on in ons))
    plan = facts.compare(before, listed(facts, AUDIT))
    assert [r["on"] for r in plan["apply"]] == ["relation", "future", "inherited", "schema"]


def test_what_cannot_be_granted_is_lost_with_its_reason(facts: Place) -> None:
    before = listed(
        facts,
        PROD,
        row(facts, to_kind="APPLICATION_ROLE"),
        row(facts, to_kind="APPLICATION_PACKAGE_SHARE"),
        row(facts, to_name=""),
        row(facts, name="GONE"),
    )
    other = listed(facts, "ELSEWHERE", row(facts))
    before["grants"] += other["grants"]
    plan = facts.compare(before, listed(facts, AUDIT))
    assert plan["apply"] == []
    assert [r["reason"] for r in plan["lost"]] == [
        "grants to APPLICATION_ROLE are not supported",
        "grants to APPLICATION_PACKAGE_SHARE are not supported",
        "grants to a ROLE without a name are not supported",
        "the relation no longer exists",
        "its schema is not in this run",
    ]


def test_names_with_dots_are_not_taken_for_one_another(facts: Place) -> None:
    before = listed(facts, PROD, row(facts, name="b.c", to_name="x"), **{"b.c": "TABLE"})
    before["grants"][0].update(schema="a")
    after = listed(facts, AUDIT, row(facts, name="c", to_name="x"), c="TABLE")
    after["grants"][0].update(schema="a.b")
    after["objects"] = {}
    plan = facts.package(
        "compare_grants",
        before=before,
        after=after,
        moves=[{"before": facts.place("a"), "after": facts.place("a.b")}],
    )
    assert [r["reason"] for r in plan["lost"]] == ["the relation no longer exists"]


# -- statements ------------------------------------------------------------------------------------


def test_a_statement_has_all_that_a_grantee_gets_on_an_object(facts: Place) -> None:
    rows = [
        row(facts, privilege="SELECT"),
        row(facts, privilege="INSERT"),
        row(facts, privilege="SELECT"),
        row(facts, privilege="DELETE", option=True),
        row(facts, privilege="SELECT", to_kind="SHARE", to_name=SHARE, option=True),
        row(facts, privilege="EVOLVE SCHEMA", to_kind="SHARE", to_name=SHARE),
        row(facts, to_kind="APPLICATION", to_name="App"),
        row(facts, to_kind="DATABASE_ROLE", to_name=DBROLE),
        row(facts, on="future", kind="GIT_REPOSITORY", privilege="READ"),
        row(facts, on="inherited", name=None, option=True),
        row(facts, on="inherited", name=None, privilege="INSERT"),
        row(facts, on="schema", name=None, kind="SCHEMA", privilege="CREATE TABLE"),
        row(facts, on="schema", name=None, kind="SCHEMA", privilege="CREATE SNOWFLAKE.CORE.BUDGET"),
    ]
    rows[8]["name"] = None
    table, schema, role = facts.name(PROD, TABLE), facts.name(PROD), f"role {quoted(ROLE)}"
    assert facts.package("grant_statements", rows=rows) == [
        f"grant SELECT, INSERT on TABLE {table} to {role}",
        f"grant DELETE on TABLE {table} to {role} with grant option",
        f"grant SELECT on TABLE {table} to share {quoted(SHARE)}",
        f"grant EVOLVE SCHEMA on TABLE {table} to share {quoted(SHARE)}",
        f'grant SELECT on TABLE {table} to application "App"',
        f"grant SELECT on TABLE {table} to database role {facts.name(DBROLE)}",
        f"grant READ on future GIT REPOSITORIES in schema {schema} to {role}",
        f"grant inherited SELECT, INSERT on all TABLES in schema {schema} to {role}",
        f"grant CREATE TABLE, CREATE SNOWFLAKE.CORE.BUDGET on schema {schema} to {role}",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"privilege": "SELECT on account to role x; --"},
        {"kind": "TABLE x"},
        {"to_kind": "APPLICATION_ROLE"},
        {"to_name": ""},
    ],
    ids=json.dumps,
)
def test_what_is_no_grant_makes_no_statement(facts: Place, wrong: Row) -> None:
    if wrong != {"kind": "TABLE x"}:
        with pytest.raises(Refused):
            facts.package("grant_statements", rows=[row(facts, **wrong)])
    with pytest.raises(Refused):
        facts.package("grant_statements", rows=[row(facts, **{**wrong, "kind": 'TABLE "x"'})])


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("create view v as select 1 as a", "create view v copy grants as select 1 as a"),
        (
            "create or replace secure view v (a comment 'it is as it is', \"AS\") as (select 1, 2)",
            "create or replace secure view v (a comment 'it is as it is', \"AS\")"
            " copy grants as (select 1, 2)",
        ),
        (
            "create view v comment = ' as ' /* as */ AS with as_is as (select 1) table as_is",
            "create view v comment = ' as ' /* as */ copy grants AS with as_is as (select 1)"
            " table as_is",
        ),
        ("create view v copy grants as select 1", "create view v copy grants as select 1"),
        (
            "create view v as select 'copy grants' as copy",
            "create view v copy grants as select 'copy grants' as copy",
        ),
    ],
)
def test_a_view_that_is_written_again_copies_grants(facts: Place, body: str, kept: str) -> None:
    assert facts.package("_snowflake_keeping_grants", sql=body) == kept


def test_duckdb_has_no_grants(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("duckdb") / "project"
    package = Package(root, {"type": "duckdb", "path": str(root / "x.duckdb"), "schema": "main"})
    nothing = {"grants": [], "owners": {}, "objects": {}}
    places = [{"database": "x", "schema": "main"}]
    assert package("list_grants", places=places, relations=[]) == nothing
    assert package("grant_statements", rows=[]) == package("revoke_statements", rows=[]) == []
    for macro in ("grant_statements", "revoke_statements"):
        with pytest.raises(Refused, match="DuckDB has no grants"):
            package(macro, rows=[{"on": "schema"}])
    moves = [{"before": places[0], "after": {"database": "x", "schema": "audit_main"}}]
    plan = package("compare_grants", before=nothing, after=nothing, moves=moves)
    assert not any(plan.values())
