"""The errors of the runner, and the exit code of each.

WapError
├── DbtFailed        1  dbt or the warehouse failed, prod unchanged
├── ConfigError      2  usage or configuration
├── AuditBlocked     3  audit or gate blocked
├── WaitingApproval  4  needs approval
├── Rejected         5  rejected
├── Stale            6  stale or expired
├── Locked           7  another run holds the lock or needs approval
├── Interrupted      8  publish or rollback interrupted, check prod
└── Cancelled      130  interrupted by the user
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Any

_OF_OURS = re.compile(r"^(?=(?:prod|next):)", re.MULTILINE)


class ExitCode(IntEnum):
    """Exit codes; scripts depend on them."""

    OK = 0
    FAILED = 1
    CONFIG = 2
    BLOCKED = 3
    WAITING = 4
    REJECTED = 5
    STALE = 6
    LOCKED = 7
    INTERRUPTED = 8
    CANCELLED = 130


class WapError(Exception):
    """An error: what went wrong, what happened to prod, and the next command."""

    exit_code = ExitCode.FAILED
    default_next = "wap status"

    def __init__(
        self, where: str, what: str, *, prod: str | None = None, next_command: str | None = None
    ) -> None:
        """`prod` is None if the command had not started to change prod."""
        super().__init__(what)
        self.where = where
        self.what = what
        self.prod = prod
        self.next_command = next_command or self.default_next

    def __str__(self) -> str:
        """Return the three lines. In the first, lines that look like the others are indented."""
        what, prod = _OF_OURS.sub("  ", self.what), self.prod or "unchanged"
        return f"wap.{self.where}: {what}\nprod: {prod}\nnext: {self.next_command}"


class DbtFailed(WapError):
    """dbt or the warehouse failed; `asked` is what an audit asked about then."""

    def __init__(self, where: str, what: str, *, asked: str | None = None, **told: Any) -> None:
        super().__init__(where, what, **told)
        self.asked = asked


class ConfigError(WapError):
    """The command or the project is wrong; nothing was started."""

    exit_code = ExitCode.CONFIG
    default_next = "wap doctor"


class AuditBlocked(WapError):
    """The audit blocked the run; the candidate is kept so you can inspect it."""

    exit_code = ExitCode.BLOCKED
    default_next = "wap report"


class WaitingApproval(WapError):
    """The run needs approval."""

    exit_code = ExitCode.WAITING
    default_next = "wap approve"


class Rejected(WapError):
    """The candidate was rejected."""

    exit_code = ExitCode.REJECTED
    default_next = "wap run"


class Stale(WapError):
    """Prod or the candidate changed after the audit, or the run expired."""

    exit_code = ExitCode.STALE
    default_next = "wap run"


class Locked(WapError):
    """Another run holds the lock or needs approval."""

    exit_code = ExitCode.LOCKED


class Interrupted(WapError):
    """A publish or a rollback was interrupted."""

    exit_code = ExitCode.INTERRUPTED


class Cancelled(WapError):
    """Ctrl-C."""

    exit_code = ExitCode.CANCELLED


BY_CODE = {error.exit_code.name.lower(): error for error in (WapError, *WapError.__subclasses__())}
"""The error class for the `code:` of a macro's error (macro `refuse`)."""


def unforeseen(error: BaseException, where: str, prod: str | None = None) -> WapError:
    """Return Ctrl-C, or a bug of wap, as a WapError."""
    if isinstance(error, KeyboardInterrupt):
        return Cancelled(where, "interrupted", prod=prod)
    what = f"{type(error).__name__}: {error} (a bug in wap; -v shows the traceback)"
    fault = WapError(where, what, prod=prod)
    fault.__cause__ = error
    return fault


def reason_of(error: BaseException) -> str:
    """Return the reason for a failure, as it is recorded."""
    if isinstance(error, WapError):
        return error.what
    return "interrupted by the user" if isinstance(error, KeyboardInterrupt) else repr(error)
