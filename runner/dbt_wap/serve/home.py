"""The users, API tokens, secret key and used links of `wap serve`, in a private folder."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dbt_wap import links
from dbt_wap.errors import ConfigError
from dbt_wap.report.values import visible

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 1024
LONGEST_NAME = 200
"""Names can be email addresses."""

_TABLES = """
create table if not exists users
    (id text primary key, name text not null, hash text not null);
create table if not exists stamps (id text primary key, stamp text not null);
create table if not exists tokens
    (id text primary key, name text not null, hash text not null unique, created_at real not null);
create table if not exists used (id text primary key, expires_at real not null);
create table if not exists logins
    (hash text primary key, id text not null, name text not null, expires_at real not null);
create table if not exists slack
    (team text, user text, id text not null, name text not null, primary key (team, user));
"""
_hasher = PasswordHasher()


class Home:
    """A folder that only its owner may read, with the files serve.db (SQLite) and secret.key.

    Names are case-insensitive. Each method opens and closes the file, so any thread may call it.
    """

    def __init__(self, folder: Path, project_dir: Path) -> None:
        """Create the folder if needed. Raise ConfigError if others on the machine can read it."""
        self.folder = folder.resolve()
        if self.folder.is_relative_to(project_dir.resolve()):
            raise _fault(f"{self.folder} is in the project directory", "wap serve --home DIR")
        self._file, self._key_file = self.folder / "serve.db", self.folder / "secret.key"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(FileExistsError):
                os.close(os.open(self._file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            for path in (self.folder, self._file, self._key_file):
                _check_private(path)
            with self._open() as database:
                database.executescript(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise _fault(f"could not use {self.folder}: {error}", "wap serve --home DIR") from error

    @cached_property
    def key(self) -> str:
        """The key that signs sessions and forms. It is generated here and stays on this machine."""
        if not self._key_file.exists():
            self._create_key()
        return self._key_file.read_text(encoding="ascii").strip()

    @cached_property
    def link_key(self) -> bytes:
        """The key that signs the links of messages: WAP_SERVE_SECRET, or else `key`."""
        if fault := links.secret_fault(os.environ):
            raise _fault(fault, "openssl rand -hex 32")
        return links.key(os.environ, self.folder) or self.key.encode()

    def _create_key(self) -> None:
        """Create the key atomically, and keep one that another process has just created."""
        draft = self._key_file.with_name(f".{self._key_file.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
        with suppress(FileExistsError):
            os.link(draft, self._key_file)
        draft.unlink()

    def add_user(self, name: str, password: str) -> bool:
        """Add a user, or change the password of one; return whether it was added."""
        name = checked_name(name)
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            what = f"a password must have {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters"
            raise _fault(f"{what}, got {len(password)}", "wap serve --add-user NAME")
        known = self.has_user(name)
        row = (same_name(name), name, _hasher.hash(_bytes(password)))
        self._run("insert or replace into users values (?, ?, ?)", *row)
        stamp = (same_name(name), secrets.token_hex(8))
        self._run("insert or replace into stamps values (?, ?)", *stamp)
        return not known

    def remove_user(self, name: str) -> bool:
        """Remove a name's password, sessions, one-time logins, API token and Slack links.

        Return False if there was nothing to remove.
        """
        removed = [
            self._run(f"delete from {table} where id = ?", same_name(name))
            for table in ("users", "stamps", "logins", "tokens", "slack")
        ]
        return any(removed)

    def users(self) -> list[str]:
        """Return the names of all users."""
        return [name for (name,) in self._rows("select name from users order by id")]

    def has_user(self, name: str) -> bool:
        """Return whether there is a user of this name."""
        return bool(self._rows("select 1 from users where id = ?", same_name(name)))

    def stamp(self, name: str) -> str | None:
        """Return the value that sessions of a name must have, or None if it cannot have any.

        It changes with the password, and when the user is removed.
        """
        return self._value("select stamp from stamps where id = ?", same_name(name))

    def check_password(self, name: str, password: str) -> str | None:
        """Return the user's name if the password is right. Unknown names take just as long."""
        no_one = (None, self._no_hash)
        rows = self._rows("select name, hash from users where id = ?", same_name(name))
        known, kept = rows[0] if rows else no_one
        try:
            _hasher.verify(kept, _bytes(password[:LONGEST_PASSWORD]))
        except (VerificationError, InvalidHashError):
            return None
        if known is None or len(password) > LONGEST_PASSWORD:
            return None
        if _hasher.check_needs_rehash(kept):
            change = "update users set hash = ? where id = ? and hash = ?"
            self._run(change, _hasher.hash(_bytes(password)), same_name(name), kept)
        return str(known)

    @cached_property
    def _no_hash(self) -> str:
        """The hash of a password that no one has."""
        return _hasher.hash(secrets.token_hex(16))

    def add_token(self, name: str) -> str:
        """Create and return the API token of a name; it replaces an earlier one.

        Raise ConfigError if there is a user whose name differs only in case.
        """
        name, token = checked_name(name), secrets.token_urlsafe(32)
        user = self._value("select name from users where id = ?", same_name(name))
        if user not in (None, name):
            raise _fault(f"the user {user} is not spelled {name}", f"wap serve --add-token {user}")
        row = (same_name(name), name, _digest(token), time.time())
        self._run("insert or replace into tokens values (?, ?, ?, ?)", *row)
        return token

    def remove_token(self, name: str) -> bool:
        """Remove the API token of a name; return False if there was none."""
        return self._run("delete from tokens where id = ?", same_name(name)) > 0

    def token_name(self, token: str) -> str | None:
        """Return the name that an API token belongs to."""
        return self._value("select name from tokens where hash = ?", _digest(token))

    def use_once(self, used_id: str, expires_at: float) -> bool:
        """Mark the id of a link as used; return False if it already was.

        The id is forgotten at `expires_at`, in seconds since the epoch.
        """
        self._run("delete from used where expires_at < ?", time.time())
        return self._run("insert or ignore into used values (?, ?)", used_id, expires_at) > 0

    def was_used(self, used_id: str) -> bool:
        """Return whether `use_once` was called with an id."""
        return bool(self._rows("select 1 from used where id = ?", used_id))

    def add_login(self, name: str, seconds: float = 300) -> str:
        """Create a token that logs in a name, once and within this time."""
        token = secrets.token_urlsafe(32)
        self._run("delete from logins where expires_at < ?", time.time())
        row = (_digest(token), same_name(name), name, time.time() + seconds)
        self._run("insert into logins values (?, ?, ?, ?)", *row)
        return token

    def use_login(self, token: str) -> str | None:
        """Use up a token of `add_login`; return its name, or None if it is not valid."""
        known = "select name from logins where hash = ? and expires_at >= ?"
        name = self._value(known, _digest(token), time.time())
        if name is None or not self._run("delete from logins where hash = ?", _digest(token)):
            return None
        row = (same_name(name), secrets.token_hex(8))
        self._run("insert or ignore into stamps values (?, ?)", *row)
        return name

    def link_slack(self, team: str, user: str, name: str) -> None:
        """Link a Slack user to a name; the link replaces an earlier one."""
        row = (team, user, same_name(name), checked_name(name))
        self._run("insert or replace into slack values (?, ?, ?, ?)", *row)

    def unlink_slack(self, team: str, user: str) -> bool:
        """Remove the link of a Slack user; return False if there was none."""
        return self._run("delete from slack where team = ? and user = ?", team, user) > 0

    def slack_name(self, team: str, user: str) -> str | None:
        """Return the name that a Slack user is linked to."""
        return self._value("select name from slack where team = ? and user = ?", team, user)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self._file, timeout=10, isolation_level=None)
        try:
            yield database
        finally:
            database.close()

    def _run(self, sql: str, *values: Any) -> int:
        """Run a statement and return the number of rows that it changed."""
        with self._open() as database:
            return database.execute(sql, values).rowcount

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._open() as database:
            return database.execute(sql, values).fetchall()

    def _value(self, sql: str, *values: Any) -> str | None:
        rows = self._rows(sql, *values)
        return str(rows[0][0]) if rows else None


def checked_name(name: str) -> str:
    """Return the name in Unicode form NFC. Raise ConfigError if it is not valid."""
    name = unicodedata.normalize("NFC", name)
    if not 1 <= len(name) <= LONGEST_NAME or name != name.strip() or not name.isprintable():
        limits = f"must have 1 to {LONGEST_NAME} printable characters and no spaces around it"
        raise _fault(f"the name {visible(name)!r} {limits}", "wap serve")
    return name


def same_name(name: str) -> str:
    """Return a name in lower case and trimmed, as the approval rule compares names."""
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).strip().lower())
    return lower.encode("utf-8", "replace").decode()


def _bytes(password: str) -> bytes:
    """Return the password as bytes, which are the same for every keyboard."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _check_private(path: Path) -> None:
    """Refuse a file or folder that other users of the machine can read."""
    if os.name == "posix" and path.exists() and path.stat().st_mode & 0o077:
        mode = "700" if path.is_dir() else "600"
        raise _fault(f"other users of this machine can read {path}", f"chmod {mode} {path}")


def _fault(what: str, next_command: str) -> ConfigError:
    return ConfigError("serve", what, next_command=next_command)
