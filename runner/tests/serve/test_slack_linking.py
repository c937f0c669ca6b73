"""A link that makes a Slack user a person of the page works once, however it is spelled."""

from __future__ import annotations

import string
from pathlib import Path

from dbt_wap.serve.home import Home
from dbt_wap.serve.slack.linking import SECONDS, Identity, Links
from dbt_wap.serve.slack.payload import Sender

EVE = Sender("A1", "T1", "shop", "U1", "T1", "eve")


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def token_of(links: Links) -> str:
    return links.make(EVE).rpartition("/")[2]


def test_a_link_works_once_however_its_signature_is_spelled(tmp_path: Path) -> None:
    links = Links(Home(tmp_path / "home", tmp_path / "shop"), "http://127.0.0.1", Clock())
    token = token_of(links)
    spelled = [token[:-1] + char for char in string.ascii_letters + string.digits + "-_"]
    valid = [each for each in spelled if links.read(each)]
    assert len(valid) > 1, "Base64 ignores the last bits"
    assert links.use(token) == Identity("T1", "shop", "U1", "eve")
    assert [links.use(each) for each in valid] == [None] * len(valid)


def test_a_link_ends_after_ten_minutes(tmp_path: Path) -> None:
    clock = Clock()
    links = Links(Home(tmp_path / "home", tmp_path / "shop"), "http://127.0.0.1", clock)
    token = token_of(links)
    clock.now += SECONDS
    assert links.read(token)
    clock.now += 1
    assert links.read(token) is None
    assert links.use(token) is None
