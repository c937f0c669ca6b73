"""Links of messages: what they say, how long they are valid, and that no other link is."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from dbt_wap import links
from dbt_wap.links import Link, LinkFault
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

KEY = b"k" * 64
NOW = datetime(2026, 11, 26, 20, 0, tzinfo=timezone.utc)
SEEN = "2026-11-26T19:58:00.123456Z"
LINK = Link("20261126_195800_ab12", "prod", SEEN)


def signed(expires_at: str | None = None, key: bytes = KEY) -> str:
    return links.sign(key, LINK.run_id, LINK.target, LINK.seen, expires_at, now=NOW)


def fault(text: str, *, key: bytes = KEY, after: timedelta = timedelta()) -> LinkFault:
    with pytest.raises(LinkFault) as caught:
        links.read(key, text, now=NOW + after)
    return caught.value


def test_a_link_says_what_was_signed() -> None:
    assert links.read(KEY, signed(), now=NOW) == LINK


def test_a_link_expires_with_its_run_and_after_seven_days_at_the_latest() -> None:
    short, long = signed("2026-11-27T20:00:00Z"), signed("2027-01-01T00:00:00+00:00")
    day = timedelta(days=1)
    second = timedelta(seconds=1)
    assert links.read(KEY, short, now=NOW + day - second) == LINK
    assert fault(short, after=day).kind == "expired"
    assert fault(short, after=day).link == LINK
    for text in (long, signed()):
        assert links.read(KEY, text, now=NOW + 7 * day - second) == LINK
        assert fault(text, after=7 * day).kind == "expired"


@pytest.mark.parametrize("text", ["", ".", "a.b", "é", "\ud800", "x" * 5000, signed()[:-1]])
def test_what_is_not_a_link_is_not_valid(text: str) -> None:
    assert fault(text).kind == "not valid"
    assert fault(text).link is None


@given(st.integers(0, len(signed()) - 1), st.characters())
def test_a_link_that_was_changed_is_not_valid(at: int, char: str) -> None:
    text = signed()
    changed = text[:at] + char + text[at + 1 :]
    with suppress(LinkFault):
        # Base64 has more than one spelling of a last character; they say the same.
        assert links.read(KEY, changed, now=NOW) == LINK


def test_a_signature_for_another_purpose_or_by_another_key_is_not_valid() -> None:
    payload = [LINK.run_id, LINK.target, LINK.seen, 2**40]
    assert fault(str(URLSafeSerializer(KEY).dumps(payload))).kind == "not valid"
    assert fault(signed(key=b"o" * 64)).kind == "not valid"


def test_a_secret_can_be_replaced_while_links_of_the_old_one_are_open() -> None:
    old, new = "o" * 32, "n" * 32
    both = links.key({"WAP_SERVE_SECRET": f"{new}, {old}"}, None)
    assert both is not None
    assert links.read(both, signed(key=old.encode()), now=NOW) == LINK
    assert links.read(both, signed(key=new.encode()), now=NOW) == LINK
    assert links.read(new.encode(), signed(key=both), now=NOW) == LINK
    assert fault(signed(key=old.encode()), key=new.encode()).kind == "not valid"


def test_the_key_is_the_secret_or_that_of_the_home(tmp_path: Path) -> None:
    assert links.key({}, None) is None
    assert links.key({}, tmp_path) is None
    (tmp_path / "secret.key").write_text("a1" * 32 + "\n")
    assert links.key({}, tmp_path) == b"a1" * 32
    assert links.key({"WAP_SERVE_SECRET": "s" * 32}, tmp_path) == b"s" * 32


@pytest.mark.parametrize("secret", ["s" * 31, "s" * 32 + ",", "s" * 32 + "," + "t" * 31])
def test_a_short_secret_is_used_for_nothing(secret: str, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("a1" * 32)
    assert links.key({"WAP_SERVE_SECRET": secret}, tmp_path) is None
    assert links.secret_fault({"WAP_SERVE_SECRET": secret})
    assert not links.secret_fault({"WAP_SERVE_SECRET": "s" * 32})


@pytest.mark.parametrize("kept", [b"a" * 31, b"a" * 40 + b",b", bytes(range(64))])
def test_a_key_file_that_is_not_a_key_is_not_used(kept: bytes, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(kept)
    assert links.key({}, tmp_path) is None
