"""A login leads to a path of this server and to nothing else."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from dbt_wap.serve.security import paths
from hypothesis import example, given
from hypothesis import strategies as st

BASE = "https://wap.example/login"


@pytest.mark.parametrize(
    "path",
    ["/", "/runs/20261126_200000_ab12?seen=2026-11-26T20%3A00", "/go/x.y", "/a//b", "/%2F/x"],
)
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert paths.local(path) == path


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "runs", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil"),
        *("https://evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil", " /runs"),
        *("/runs\r\nSet-Cookie: a=b", "/runs\\..", "/é", "/a b", "/x" * 2000, "/\x00", "/login"),
        *("/login/once/x", "/logout", "/api/v1/runs"),
    ],
)
def test_anything_else_is_replaced(text: str | None) -> None:
    assert paths.local(text) == "/"


@given(st.one_of(st.text(), st.from_regex(r"[/\\]{1,3}[\t\n]?[a-z:@/\\.]*")))
@example("/\t/evil.example")
@example("//evil.example/..")
def test_whatever_is_asked_for_is_on_this_server(text: str) -> None:
    path = paths.local(text)
    assert path.startswith("/")
    assert path.isascii()
    assert path.isprintable()
    # Browsers read \ as / and drop tabs and line breaks.
    there = path.replace("\\", "/").translate({9: None, 10: None, 13: None})
    assert urlsplit(urljoin(BASE, there))[:2] == ("https", "wap.example")


@given(st.text(min_size=1), st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_login_leads_back_within_this_server(path: str, query: str) -> None:
    to = paths.login("GET", "/" + path, query)
    assert to == "/login" or to.startswith("/login?next=%2F")
    assert to.isascii()
    assert to.isprintable()
