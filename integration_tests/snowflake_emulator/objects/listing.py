"""The columns of the SHOW commands, and how each is read off a record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..catalog.records import VIEWS, Obj, Record
from ..session.session import Session
from ..values.results import TIME

Columns = list[tuple[str, str, Callable[["Row"], Any]]]


class Row:
    """An object being listed, by whom, and its number of rows if it is stored."""

    def __init__(self, session: Session, obj: Obj, rows: int | None) -> None:
        self.session, self.obj, self.rows = session, obj, rows
        self.option = obj.options.get

    @property
    def bytes(self) -> int | None:
        return None if self.rows is None else self.rows * 64 * max(len(self.obj.columns), 1)

    @property
    def table_kind(self) -> str:
        if self.obj.temporary:
            return "TEMPORARY"
        return "TRANSIENT" if self.obj.transient else "TABLE"

    @property
    def text(self) -> str | None:
        hidden = self.obj.secure and not self.session.access.has(self.obj, "OWNERSHIP")
        return None if hidden else self.obj.statement

    @property
    def base(self) -> Obj | None:
        found = self.option("base_object")
        return found if isinstance(found, Obj) else None


def _flag(kind: str) -> Callable[[Row], str]:
    return lambda row: "Y" if row.obj.kind == kind else "N"


def _const(value: Any) -> Callable[[Row], Any]:
    return lambda row: value


def _opt(key: str, default: Any = None) -> Callable[[Row], Any]:
    return lambda row: _text(row.option(key, default))


def _text(value: Any) -> Any:
    return value if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _of_base(row: Row, part: Callable[[Obj], Record]) -> str | None:
    return part(row.base).name if row.base else None


_CREATED = ("created_on", TIME, lambda row: row.obj.created)
_NAME = ("name", "VARCHAR", lambda row: row.obj.name)
_DATABASE = ("database_name", "VARCHAR", lambda row: row.obj.schema.database.name)
_SCHEMA = ("schema_name", "VARCHAR", lambda row: row.obj.schema.name)
_OWNER = ("owner", "VARCHAR", lambda row: row.obj.owner.name)
_COMMENT = ("comment", "VARCHAR", lambda row: row.obj.comment or "")
_OWNER_TYPE = ("owner_role_type", "VARCHAR", lambda row: row.obj.owner.kind)
_ROWS = ("rows", "BIGINT", lambda row: row.rows)
_BYTES = ("bytes", "BIGINT", lambda row: row.bytes)
_CLUSTER = ("cluster_by", "VARCHAR", _opt("CLUSTER_BY", ""))
_RETENTION = (
    "retention_time",
    "VARCHAR",
    lambda row: "" if row.obj.kind in VIEWS else str(row.obj.keeps_days),
)
_TEXT = ("text", "VARCHAR", lambda row: row.text)
_SECURE = ("is_secure", "VARCHAR", lambda row: _text(row.obj.secure))
_PLACE = [_CREATED, _NAME, _DATABASE, _SCHEMA]

_TABLES: Columns = [
    *_PLACE,
    ("kind", "VARCHAR", lambda row: row.table_kind),
    _COMMENT, _CLUSTER, _ROWS, _BYTES, _OWNER, _RETENTION,
    ("automatic_clustering", "VARCHAR", _const("OFF")),
    ("change_tracking", "VARCHAR", _const("OFF")),
    ("search_optimization", "VARCHAR", _const("OFF")),
    ("search_optimization_progress", "VARCHAR", _const(None)),
    ("search_optimization_bytes", "VARCHAR", _const(None)),
    ("is_external", "VARCHAR", _flag("EXTERNAL TABLE")),
    ("enable_schema_evolution", "VARCHAR", _const("N")),
    _OWNER_TYPE,
    ("is_event", "VARCHAR", _flag("EVENT TABLE")),
    ("is_hybrid", "VARCHAR", _flag("HYBRID TABLE")),
    ("is_iceberg", "VARCHAR", _flag("ICEBERG TABLE")),
    ("is_dynamic", "VARCHAR", _flag("DYNAMIC TABLE")),
    ("is_immutable", "VARCHAR", _const("N")),
]  # fmt: skip
_OBJECTS: Columns = [
    *_PLACE,
    ("kind", "VARCHAR", lambda row: "VIEW" if row.obj.kind in VIEWS else "TABLE"),
    _COMMENT, _CLUSTER, _ROWS, _BYTES, _OWNER, _RETENTION, _OWNER_TYPE,
    ("budget", "VARCHAR", _const(None)),
    ("is_hybrid", "VARCHAR", _flag("HYBRID TABLE")),
    ("is_dynamic", "VARCHAR", _flag("DYNAMIC TABLE")),
    ("is_iceberg", "VARCHAR", _flag("ICEBERG TABLE")),
]  # fmt: skip
_VIEWS: Columns = [
    _CREATED, _NAME, ("reserved", "VARCHAR", _const("")), _DATABASE, _SCHEMA, _OWNER, _COMMENT,
    _TEXT, _SECURE,
    ("is_materialized", "VARCHAR", lambda row: _text(row.obj.kind == "MATERIALIZED VIEW")),
    _OWNER_TYPE,
    ("change_tracking", "VARCHAR", _const("OFF")),
]  # fmt: skip
_MATERIALIZED: Columns = [
    _CREATED, _NAME, ("reserved", "VARCHAR", _const("")), _DATABASE, _SCHEMA, _CLUSTER, _ROWS,
    _BYTES,
    ("source_database_name", "VARCHAR", lambda row: _of_base(row, lambda b: b.schema.database)),
    ("source_schema_name", "VARCHAR", lambda row: _of_base(row, lambda b: b.schema)),
    ("source_table_name", "VARCHAR", lambda row: _of_base(row, lambda b: b)),
    ("refreshed_on", TIME, lambda row: row.obj.last_altered),
    ("compacted_on", TIME, lambda row: row.obj.last_altered), _OWNER,
    ("invalid", "VARCHAR", lambda row: _text(bool(row.option("invalid")))),
    ("invalid_reason", "VARCHAR", lambda row: "Base moved" if row.option("invalid") else None),
    ("behind_by", "VARCHAR", _const("0s")), _COMMENT, _TEXT, _SECURE,
    ("automatic_clustering", "VARCHAR", _const("OFF")), _OWNER_TYPE,
]  # fmt: skip
_DYNAMIC: Columns = [
    *_PLACE, _CLUSTER, _ROWS, _BYTES, _OWNER,
    ("target_lag", "VARCHAR", _opt("TARGET_LAG")),
    ("refresh_mode", "VARCHAR", _opt("REFRESH_MODE", "FULL")),
    ("refresh_mode_reason", "VARCHAR", _const(None)),
    ("immutable_where", "VARCHAR", _opt("IMMUTABLE WHERE", "")),
    ("warehouse", "VARCHAR", _opt("WAREHOUSE")),
    _COMMENT, _TEXT,
    ("automatic_clustering", "VARCHAR", _const("OFF")),
    ("scheduling_state", "VARCHAR", _opt("state", "ACTIVE")),
    ("last_suspended_on", TIME, _const(None)),
    ("is_clone", "VARCHAR", lambda row: _text(bool(row.option("is_clone")))),
    ("is_replica", "VARCHAR", _const("false")),
    ("is_iceberg", "VARCHAR", _const("false")),
    ("data_timestamp", TIME, lambda row: row.obj.last_altered),
    _OWNER_TYPE,
]  # fmt: skip
_STREAMS: Columns = [
    *_PLACE, _OWNER, _COMMENT,
    ("table_name", "VARCHAR", lambda row: row.base.full_name if row.base else None),
    ("source_type", "VARCHAR", lambda row: row.base.kind.title() if row.base else None),
    ("base_tables", "VARCHAR", lambda row: row.base.full_name if row.base else None),
    ("type", "VARCHAR", _opt("type")),
    ("stale", "VARCHAR", lambda row: _text(bool(row.base and row.base.dropped))),
    ("mode", "VARCHAR", _const("DEFAULT")),
    ("stale_after", TIME, _const(None)),
    ("invalid_reason", "VARCHAR", _const("N/A")),
    _OWNER_TYPE,
]  # fmt: skip
_TASKS: Columns = [
    _CREATED, _NAME, ("id", "VARCHAR", lambda row: str(row.obj.id)), _DATABASE, _SCHEMA, _OWNER,
    _COMMENT, ("warehouse", "VARCHAR", _opt("WAREHOUSE")),
    ("schedule", "VARCHAR", _opt("SCHEDULE")),
    ("predecessors", "VARCHAR", _const("[]")), ("state", "VARCHAR", _opt("state")),
    ("definition", "VARCHAR", _opt("definition")), ("condition", "VARCHAR", _const(None)),
    ("allow_overlapping_execution", "VARCHAR", _const("false")),
    ("error_integration", "VARCHAR", _const(None)), ("last_committed_on", TIME, _const(None)),
    ("last_suspended_on", TIME, _const(None)), _OWNER_TYPE,
]  # fmt: skip
_ALERTS: Columns = [
    *_PLACE, _OWNER, _COMMENT, ("warehouse", "VARCHAR", _opt("WAREHOUSE")),
    ("schedule", "VARCHAR", _opt("SCHEDULE")), ("state", "VARCHAR", _opt("state")),
    ("condition", "VARCHAR", _opt("condition")), ("action", "VARCHAR", _opt("definition")),
    _OWNER_TYPE,
]  # fmt: skip
_STAGES: Columns = [
    *_PLACE, ("url", "VARCHAR", _opt("URL", "")), ("has_credentials", "VARCHAR", _const("N")),
    ("has_encryption_key", "VARCHAR", _const("N")), _OWNER, _COMMENT,
    ("region", "VARCHAR", _const(None)),
    ("type", "VARCHAR", lambda row: "EXTERNAL" if row.option("URL") else "INTERNAL"),
    ("cloud", "VARCHAR", _const(None)), ("notification_channel", "VARCHAR", _const(None)),
    ("storage_integration", "VARCHAR", _opt("STORAGE_INTEGRATION")), _OWNER_TYPE,
]  # fmt: skip
_PIPES: Columns = [
    *_PLACE, ("definition", "VARCHAR", _opt("definition")), _OWNER,
    ("notification_channel", "VARCHAR", _const(None)), _COMMENT,
    ("integration", "VARCHAR", _opt("INTEGRATION")), ("pattern", "VARCHAR", _const(None)),
    ("error_integration", "VARCHAR", _const(None)), _OWNER_TYPE,
    ("invalid_reason", "VARCHAR", _const(None)),
]  # fmt: skip
_SEQUENCES: Columns = [
    _NAME, _DATABASE, _SCHEMA, ("next_value", "VARCHAR", _opt("start", "1")),
    ("interval", "VARCHAR", _opt("step", "1")), _CREATED, _OWNER, _COMMENT, _OWNER_TYPE,
    ("ordered", "VARCHAR", _const("N")),
]  # fmt: skip
_ROUTINES: Columns = [
    _CREATED, _NAME, _SCHEMA, ("is_builtin", "VARCHAR", _const("N")),
    ("is_aggregate", "VARCHAR", _const("N")), ("is_ansi", "VARCHAR", _const("N")),
    ("min_num_arguments", "BIGINT", lambda row: _arguments(row.obj)),
    ("max_num_arguments", "BIGINT", lambda row: _arguments(row.obj)),
    ("arguments", "VARCHAR", lambda row: f"{row.obj.name}{row.obj.arguments.upper()}"),
    ("description", "VARCHAR", lambda row: row.obj.comment or "user-defined function"),
    ("catalog_name", "VARCHAR", lambda row: row.obj.schema.database.name),
    ("is_table_function", "VARCHAR", _const("N")), ("valid_for_clustering", "VARCHAR", _const("N")),
    ("is_secure", "VARCHAR", lambda row: "Y" if row.obj.secure else "N"),
]  # fmt: skip
_FUNCTIONS: Columns = [
    *_ROUTINES, ("is_external_function", "VARCHAR", _const("N")),
    ("language", "VARCHAR", _const("SQL")), ("is_memoizable", "VARCHAR", _const("N")),
    ("is_data_metric", "VARCHAR", _const("N")),
]  # fmt: skip
_FORMATS: Columns = [
    *_PLACE, ("type", "VARCHAR", _opt("TYPE", "CSV")), _OWNER, _COMMENT,
    ("format_options", "VARCHAR", _const("{}")), _OWNER_TYPE,
]  # fmt: skip


def _arguments(obj: Obj) -> int:
    inside = obj.arguments.strip("()").strip()
    return inside.count(",") + 1 if inside else 0


# What SHOW lists: the kinds of object and the columns.
LISTS: dict[str, tuple[tuple[str, ...], Columns]] = {
    "OBJECTS": (
        ("TABLE", "VIEW", "MATERIALIZED VIEW", "DYNAMIC TABLE", "EXTERNAL TABLE", "HYBRID TABLE",
         "EVENT TABLE", "ICEBERG TABLE"),
        _OBJECTS,
    ),
    "TABLES": (
        ("TABLE", "DYNAMIC TABLE", "EXTERNAL TABLE", "HYBRID TABLE", "EVENT TABLE",
         "ICEBERG TABLE"),
        _TABLES,
    ),
    "VIEWS": (("VIEW", "MATERIALIZED VIEW"), _VIEWS),
    "MATERIALIZED VIEWS": (("MATERIALIZED VIEW",), _MATERIALIZED),
    "DYNAMIC TABLES": (("DYNAMIC TABLE",), _DYNAMIC),
    "EXTERNAL TABLES": (("EXTERNAL TABLE",), _TABLES),
    "HYBRID TABLES": (("HYBRID TABLE",), _TABLES),
    "ICEBERG TABLES": (("ICEBERG TABLE",), _TABLES),
    "EVENT TABLES": (("EVENT TABLE",), _TABLES),
    "STREAMS": (("STREAM",), _STREAMS),
    "TASKS": (("TASK",), _TASKS),
    "ALERTS": (("ALERT",), _ALERTS),
    "STAGES": (("STAGE",), _STAGES),
    "PIPES": (("PIPE",), _PIPES),
    "SEQUENCES": (("SEQUENCE",), _SEQUENCES),
    "FILE FORMATS": (("FILE FORMAT",), _FORMATS),
    "PROCEDURES": (("PROCEDURE",), _ROUTINES),
    "USER PROCEDURES": (("PROCEDURE",), _ROUTINES),
    "FUNCTIONS": (("FUNCTION",), _FUNCTIONS),
    "USER FUNCTIONS": (("FUNCTION",), _FUNCTIONS),
}  # fmt: skip
TERSE: Columns = [
    _CREATED, _NAME,
    ("kind", "VARCHAR", lambda row: "VIEW" if row.obj.kind in VIEWS else row.obj.kind),
    _DATABASE, _SCHEMA,
]  # fmt: skip
