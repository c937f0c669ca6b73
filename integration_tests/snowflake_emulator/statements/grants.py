"""GRANT and REVOKE of privileges: on records, and on future objects of a container."""

from __future__ import annotations

from ..catalog.privileges import expanded
from ..catalog.records import Database, Grant, Grantee, Named, Obj, Record, Schema
from ..objects.making import add_grant
from ..objects.securables import container_of, grantee_of, manages, may_grant_future, records_of
from ..session.session import Session
from ..values import errors
from ..values.grammar import GRANTEE, ON
from ..values.patterns import Captures
from ..values.results import Result, status
from .statement import statement


def _grantor(session: Session, record: Record, privilege: str) -> str:
    """The role in whose name the privilege is granted; 003001 if the session may not."""
    access = session.access
    managed = isinstance(record, Obj) and record.schema.managed
    if isinstance(record, Obj) and managed:
        if record.schema.owner in access.active:
            return record.schema.owner.name
    elif record.owner in access.active and record.owner.name:
        return record.owner.name
    for grant in record.grants:
        held = grant.privilege == privilege and grant.grantee in access.active
        if held and grant.option and not managed:
            return grant.grantee.name
    if manages(session, record):
        return record.owner.name
    if not access.sees(record):
        raise errors.missing(record.kind.title(), record.full_name)
    raise errors.insufficient(record.kind, record.name)


@statement(
    f"GRANT <privileges:privileges> ON {ON} TO {GRANTEE} [ WITH GRANT OPTION ]:option", ddl=True
)
def grant(session: Session, captures: Captures, text: str) -> Result:
    grantee, option = grantee_of(session, captures), bool(captures.get("option"))
    if grantee.kind == "SHARE" and (option or captures.get("scope") == "FUTURE"):
        raise errors.unsupported("GRANT OPTION and FUTURE grants to a share")
    if "account" in captures:
        for privilege in expanded("ACCOUNT", captures["privileges"]):
            session.access.require_globally("MANAGE GRANTS")
            add_grant(session.account.record, Grant(privilege, grantee, session.role, option))
        return status()
    if captures.get("scope") == "FUTURE":
        return _grant_future(session, captures, grantee, option)
    for record in records_of(session, captures):
        _check_grantee(record, grantee)
        for privilege in expanded(record.kind, captures["privileges"]):
            if privilege == "OWNERSHIP":
                raise errors.not_snowflake("OWNERSHIP is granted by GRANT OWNERSHIP")
            grantor = _grantor(session, record, privilege)
            add_grant(record, Grant(privilege, grantee, grantor, option))
            if grantee.kind == "SHARE" and isinstance(record, Database):
                _share(session, grantee).options["database"] = record.name
    return status()


def _share(session: Session, grantee: Grantee) -> Named:
    return session.account.named[("SHARE", grantee.name)]


def _check_grantee(record: Record, grantee: Grantee) -> None:
    """A database role holds privileges in its own database only; shared views are secure."""
    database = record if isinstance(record, Database) else None
    if isinstance(record, Schema):
        database = record.database
    elif isinstance(record, Obj):
        database = record.schema.database
    own = database is not None and grantee.name.split(".", 1)[0] == database.name
    if grantee.kind == "DATABASE_ROLE" and not own:
        text = "A database role takes privileges of its own database only."
        raise errors.compilation(3042, "22023", text)
    view = isinstance(record, Obj) and record.kind == "VIEW" and not record.secure
    if grantee.kind == "SHARE" and view:
        raise errors.compilation(
            3029,
            "0A000",
            'Non-secure object can only be granted to shares with "secure_objects_only" '
            "property set to false.",
        )


def _grant_future(session: Session, captures: Captures, grantee: Grantee, option: bool) -> Result:
    container, kind = container_of(session, captures), captures["kinds"]
    may_grant_future(session, container)
    for privilege in expanded(kind, captures["privileges"]):
        new = Grant(privilege, grantee, session.role, option, kind)
        known = [g for g in container.future if g.key == new.key]
        for old in known:
            old.option = old.option or option
        if not known:
            container.future.append(new)
    return status()


@statement(
    f"""REVOKE [ GRANT OPTION FOR ]:only_option <privileges:privileges> ON {ON}
    FROM {GRANTEE} [ RESTRICT | CASCADE ]:mode""",
    ddl=True,
)
def revoke(session: Session, captures: Captures, text: str) -> Result:
    """Succeeds even when it revoked nothing; removes what the active roles granted."""
    grantee, access = grantee_of(session, captures), session.access
    if captures["privileges"] == ["OWNERSHIP"] and captures.get("scope") != "FUTURE":
        raise errors.ownership_not_revocable()
    if captures.get("scope") == "FUTURE":
        container, kind = container_of(session, captures), captures["kinds"]
        may_grant_future(session, container)
        wanted = expanded(kind, captures["privileges"])
        container.future = [
            g
            for g in container.future
            if not (g.kind == kind and g.privilege in wanted and g.grantee == grantee)
        ]
        return status()
    records = [session.account.record] if "account" in captures else records_of(session, captures)
    revoked = skipped = 0
    for record in records:
        kind = "ACCOUNT" if record is session.account.record else record.kind
        for privilege in expanded(kind, captures["privileges"]):
            for held in [
                g for g in record.grants if (g.privilege, g.grantee) == (privilege, grantee)
            ]:
                mine = Grantee("ROLE", held.granted_by) in access.active
                if not (mine or manages(session, record)):
                    continue
                dependents = _dependents(record, held)
                if dependents and captures.get("mode") != "CASCADE":
                    skipped += 1
                    continue
                if captures.get("only_option"):
                    held.option = False
                else:
                    record.grants.remove(held)
                record.grants = [g for g in record.grants if g not in dependents]
                revoked += 1
    if skipped:
        raise errors.partial_revoke(revoked, skipped)
    return status()


def _dependents(record: Record, held: Grant) -> list[Grant]:
    """Grants of the same privilege that its holder made by its grant option."""
    if not held.option:
        return []
    return [
        g
        for g in record.grants
        if g is not held and g.privilege == held.privilege and g.granted_by == held.grantee.name
    ]
