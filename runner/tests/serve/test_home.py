"""Users, tokens, the key and used links in a folder that only its owner reads."""

from __future__ import annotations

import re
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from dbt_wap.errors import ConfigError
from dbt_wap.links import default_home
from dbt_wap.serve import home as module
from dbt_wap.serve.home import Home

GOOD = "correct horse battery"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes are cheap, and no key comes from the caller."""
    monkeypatch.setattr(module, "_hasher", PasswordHasher(time_cost=1, memory_cost=64))
    monkeypatch.delenv("WAP_SERVE_SECRET", raising=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path, project: Path) -> Home:
    return Home(tmp_path / "home", project)


def modes(folder: Path) -> Iterator[int]:
    for path in [folder, *folder.iterdir()]:
        yield stat.S_IMODE(path.stat().st_mode) & 0o077


def test_only_the_owner_reads_it(home: Home) -> None:
    home.add_user("ana", GOOD)
    assert home.key
    assert not any(modes(home.folder))
    assert {path.name for path in home.folder.iterdir()} == {"serve.db", "secret.key"}


@pytest.mark.parametrize("path", [".", "serve.db", "secret.key"])
def test_what_others_can_read_is_refused(home: Home, project: Path, path: str) -> None:
    assert home.key
    (home.folder / path).chmod(0o755 if path == "." else 0o644)
    with pytest.raises(ConfigError, match="can read") as refused:
        Home(home.folder, project)
    assert refused.value.next_command.startswith("chmod ")


def test_a_folder_in_the_project_is_refused(project: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(project, target_is_directory=True)
    for folder in (project, project / "home", link / "home"):
        with pytest.raises(ConfigError, match="in the project"):
            Home(folder, project)
    assert not list(project.iterdir())


def test_a_folder_that_cannot_be_used_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="could not use"):
        Home(tmp_path / "file" / "home", project)


def test_a_password_is_checked_without_case_of_the_name(home: Home) -> None:
    assert home.add_user("Ána", GOOD)
    assert home.check_password("a\u0301NA", GOOD) == "Ána"
    assert home.check_password("ána", GOOD + " ") is None
    assert home.check_password("ana", GOOD) is None
    assert home.check_password("", "") is home.check_password("\ud800", "\ud800") is None
    home.add_user("ben", "gr\u00fcne Wiesen")
    assert home.check_password("ben", "gru\u0308ne Wiesen") == "ben"


def test_an_unknown_name_takes_as_long_as_a_known_one(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Counting(PasswordHasher):
        checked = 0

        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            Counting.checked += 1
            return super().verify(hash, password)

    monkeypatch.setattr(module, "_hasher", Counting(time_cost=1, memory_cost=64))
    home.add_user("ana", GOOD)
    for name in ("ana", "ben"):
        assert home.check_password(name, "wrong password") is None
    assert Counting.checked == 2


def test_another_password_replaces_the_first_and_ends_its_sessions(home: Home) -> None:
    home.add_user("ana", GOOD)
    stamp = home.stamp("ana")
    assert not home.add_user("ANA", "another password")
    assert home.users() == ["ANA"]
    assert home.stamp("ana") not in (None, stamp)
    assert home.check_password("ana", GOOD) is None
    assert home.check_password("ana", "another password") == "ANA"


def test_a_weak_hash_is_replaced_at_the_next_login(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.add_user("ana", GOOD)
    stamp = home.stamp("ana")
    monkeypatch.setattr(module, "_hasher", PasswordHasher(time_cost=2, memory_cost=128))
    assert home.check_password("ana", GOOD) == "ana"
    with sqlite3.connect(home.folder / "serve.db") as database:
        ((kept,),) = database.execute("select hash from users").fetchall()
    database.close()
    assert "m=128,t=2" in kept
    assert GOOD not in kept
    assert home.check_password("ana", GOOD) == "ana"
    assert home.stamp("ana") == stamp


def test_a_removed_user_is_unknown(home: Home) -> None:
    home.add_user("ana", GOOD)
    token, login = home.add_token("ana"), home.add_login("ana")
    home.link_slack("T1", "U1", "ANA")
    assert home.remove_user("Ana")
    assert not home.remove_user("ana")
    assert not home.has_user("ana")
    assert home.check_password("ana", GOOD) is None
    assert home.slack_name("T1", "U1") is None
    assert home.token_name(token) is None
    assert home.use_login(login) is None
    assert home.stamp("ana") is None


def test_a_name_without_a_password_can_be_removed_too(home: Home) -> None:
    token, other = home.add_token("ben"), home.add_token("bot")
    assert home.remove_user("ben")
    assert home.token_name(token) is None
    home.link_slack("T1", "U1", "ben")
    home.link_slack("T1", "U2", "cleo")
    assert home.remove_user("BEN")
    assert home.use_login(home.add_login("ben")) == "ben"
    assert home.remove_user("ben"), "its session ends"
    assert not home.remove_user("ben")
    assert home.token_name(other) == "bot"
    assert home.slack_name("T1", "U2") == "cleo"


@pytest.mark.parametrize("password", ["", "elevenchars", "x" * 1025])
def test_a_short_or_endless_password_is_refused(home: Home, password: str) -> None:
    with pytest.raises(ConfigError, match="12 to 1024"):
        home.add_user("ana", password)
    assert home.users() == []


@pytest.mark.parametrize("name", ["", " ana", "ana ", "a\nb", "a\x1bb", "a\u202eb", "x" * 201])
def test_a_name_that_cannot_be_shown_is_refused(home: Home, name: str) -> None:
    with pytest.raises(ConfigError, match="the name"):
        home.add_user(name, GOOD)
    with pytest.raises(ConfigError, match="the name"):
        home.add_token(name)
    assert home.users() == []
    assert not home.remove_token(name)


def test_names_are_compared_as_the_approval_rule_compares_them(home: Home) -> None:
    home.add_user("stra\u00dfe", GOOD)
    home.add_user("strasse", GOOD)
    assert home.users() == ["strasse", "stra\u00dfe"], "two people, for the rule too"
    assert module.same_name(" JOSE\u0301 ") == module.same_name("jos\u00e9")


def test_a_token_has_the_name_of_its_user(home: Home) -> None:
    home.add_user("Ana", GOOD)
    with pytest.raises(ConfigError, match="the user Ana is not spelled ana") as refused:
        home.add_token("ana")
    assert refused.value.next_command == "wap serve --add-token Ana"
    assert home.token_name(home.add_token("Ana")) == "Ana"


def test_a_token_is_stored_as_a_hash_and_replaced(home: Home) -> None:
    first = home.add_token("ci")
    assert home.token_name(first) == "ci"
    second = home.add_token("CI")
    assert home.token_name(first) is None
    assert home.token_name(second) == "CI"
    assert home.token_name("") is home.token_name("\ud800") is None
    content = (home.folder / "serve.db").read_bytes()
    assert first.encode() not in content
    assert second.encode() not in content
    assert home.remove_token("ci")
    assert not home.remove_token("ci")
    assert home.token_name(second) is None


def test_the_key_is_made_once(home: Home, project: Path) -> None:
    assert len(home.key) == 64
    assert Home(home.folder, project).key == home.key


def test_the_key_of_the_environment_signs_links_only(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAP_SERVE_SECRET", "s" * 32)
    assert home.link_key == b"s" * 32
    assert home.key != "s" * 32


@pytest.mark.parametrize("key", ["s", "s" * 31])
def test_a_short_key_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("WAP_SERVE_SECRET", key)
    with pytest.raises(ConfigError, match="at least 32"):
        assert home.link_key


def test_an_id_is_used_once_until_it_expires(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.time, "time", lambda: 1000.0)
    assert home.use_once("a", 1010)
    assert not home.use_once("a", 1010)
    assert home.use_once("b", 1010)
    monkeypatch.setattr(module.time, "time", lambda: 1011.0)
    home.use_once("c", 1020)
    with sqlite3.connect(home.folder / "serve.db") as database:
        assert database.execute("select id from used").fetchall() == [("c",)]
    database.close()


def test_a_login_of_this_machine_is_used_once_and_soon(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.time, "time", lambda: 1000.0)
    first, second = home.add_login("ana"), home.add_login("ana")
    assert home.use_login("other") is None
    assert home.use_login(first) == "ana"
    assert home.use_login(first) is None
    monkeypatch.setattr(module.time, "time", lambda: 1301.0)
    assert home.use_login(second) is None


def test_a_slack_user_is_linked_to_one_name(home: Home) -> None:
    home.link_slack("T1", "U1", "ana")
    home.link_slack("T1", "U1", "ben")
    assert home.slack_name("T1", "U1") == "ben"
    assert home.slack_name("T2", "U1") is None
    assert home.unlink_slack("T1", "U1")
    assert not home.unlink_slack("T1", "U1")
    assert home.slack_name("T1", "U1") is None


def test_each_project_has_a_folder_of_its_own(project: Path, tmp_path: Path) -> None:
    apps = tmp_path / "dbt-wap"
    mine = default_home(apps, project, "shop")
    assert mine.parent == apps
    assert re.fullmatch(r"shop-[0-9a-f]{8}", mine.name)
    assert default_home(apps, tmp_path / "other" / "project", "shop") != mine
    assert default_home(apps, project, "other") != mine
    (tmp_path / "link").symlink_to(project, target_is_directory=True)
    for same in (tmp_path / "link", project / ".." / "project"):
        assert default_home(apps, same, "shop") == mine
    assert default_home(apps, project, "../x y").name.startswith("___x_y-")
    assert default_home(apps, project, "").name.startswith("_-")
