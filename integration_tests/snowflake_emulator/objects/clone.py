"""Clones: new records with new ids over copies of the data, linked to their source by a group."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import datetime

from ..catalog.records import STORED, Obj, Schema, as_of, attach, copy_grants, new_id, now
from ..catalog.store import run
from ..query.resolver import moment_in
from ..session.session import Session
from ..values import errors
from ..values.patterns import Captures
from .definitions import copy_storage
from .making import add_grant

_NEVER = ("EXTERNAL TABLE", "EVENT TABLE")
_OWNED = ("STREAM", "TASK", "PIPE", "ALERT")
_SUSPENDED = {"DYNAMIC TABLE": "SUSPENDED", "TASK": "suspended", "PIPE": "STOPPED_CLONED",
              "ALERT": "suspended"}  # fmt: skip


def clone_object(
    session: Session, source: Obj, schema: Schema, name: str, moment: datetime | None = None
) -> Obj:
    """A copy with an id of its own, created now; grants and owner are still the source's."""
    clone = copy.copy(source)
    clone.id, clone.schema, clone.name = new_id(), schema, name
    clone.clone_group = source.clone_group
    clone.created = clone.last_altered = clone.last_ddl = clone.floor = now()
    clone.dropped, clone.versions, clone.token = None, [], clone.id
    clone.columns, clone.keys = copy.deepcopy(source.columns), copy.deepcopy(source.keys)
    clone.options = dict(source.options)
    clone.options.pop("checked", None)
    clone.grants = copy_grants(source.grants)
    if source.kind in STORED:
        storage = as_of(source, moment) if moment else source.storage
        clone.storage = copy_storage(session, source, storage)
    if source.kind in _SUSPENDED:
        clone.options["state"] = _SUSPENDED[source.kind]
        clone.options["is_clone"] = True
    return clone


def clone_schema(session: Session, captures: Captures, target: Schema, source: Schema) -> None:
    """Fills the new schema; what the role may not clone is left out without a word."""
    access = session.access
    if not access.resolves(source.database) or not access.resolves(source):
        raise errors.missing("Schema", source.full_name)
    if source.transient and not target.transient:
        raise errors.transient_clone()
    if target.managed:
        if source.managed:
            access.require(source, "OWNERSHIP")
        elif not access.manages_grants:
            raise errors.insufficient("schema", source.name)
    if target.comment is None:
        target.comment = source.comment
    if target.retention is None:
        target.retention = source.retention
    target.options = {**source.options, **target.options}
    target.future = copy_grants(source.future)
    moment = moment_in(session, captures["at"]) if "at" in captures else None
    if moment is not None and moment < source.created:
        raise errors.no_time_travel("schema", source.full_name)
    run(session.duck, "begin transaction")  # all tables as of one instant
    try:
        _clone_children(session, captures, target, source, moment)
    except Exception:
        run(session.duck, "rollback")
        raise
    run(session.duck, "commit")


def _clone_children(
    session: Session, captures: Captures, target: Schema, source: Schema, moment: datetime | None
) -> None:
    clones: dict[int, Obj] = {}
    for obj in sorted(source.objects.values(), key=lambda obj: obj.id):
        if not _is_cloned(session, captures, obj, moment):
            continue
        try:
            clone = clone_object(session, obj, target, obj.name, moment)
        except errors.SnowflakeError as error:
            if error.code == 707 and captures.get("ignore_old"):
                continue
            raise
        if obj.kind == "PIPE":
            clone.owner = session.owner
        clones[obj.id] = clone
        attach(clone, target)
        _database_future_grants(clone)
    for clone in clones.values():
        if (base := clones.get(clone.options.get("base", 0))) is not None:
            clone.options["base"] = base.id
            if "base_object" in clone.options:
                clone.options["base_object"] = base


def _is_cloned(session: Session, captures: Captures, obj: Obj, moment: datetime | None) -> bool:
    if obj.kind in _NEVER:
        return False
    if obj.kind == "HYBRID TABLE":
        if session.sessions.hybrid_clone == "error" and not captures.get("ignore_hybrid"):
            raise errors.hybrid_clone()
        return False
    if moment is not None and (obj.created > moment or obj.kind == "TASK"):
        return False
    if obj.kind == "STAGE" and not obj.options.get("URL") and not captures.get("stages"):
        return False
    if obj.kind in _OWNED:
        return session.access.has(obj, "OWNERSHIP")
    return session.access.has(obj, "SELECT", "USAGE", "READ")


def _database_future_grants(clone: Obj) -> None:
    """Those of the database reach clones too, unless the schema has its own for the kind."""
    schema = clone.schema
    if any(grant.kind == clone.kind for grant in schema.future):
        return
    for grant in schema.database.future:
        if grant.kind == clone.kind and grant.privilege != "OWNERSHIP":
            granted_by = clone.owner.name
            add_grant(clone, replace(grant, kind="", granted_by=granted_by, created=now()))
