"""The pictures of the documentation are those that the script makes of the tables."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

import cast
import pictures
import pytest


def test_the_pictures_are_those_of_the_script() -> None:
    made = pictures.made()
    assert len(made) == 3
    stale = [path.name for path, svg in made.items() if path.read_text() != svg]
    assert stale == [], "run `make docs`"


def test_a_picture_is_an_image_without_scripts_that_knows_its_size() -> None:
    for svg in (*pictures.made().values(), cast.CAST.read_text()):
        root = ElementTree.fromstring(svg)
        assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
        assert root.get("aria-label")
        assert "<script" not in svg
        assert "href" not in svg
        assert "prefers-color-scheme: dark" in svg


def add_status(statuses: Any, events: Any) -> None:
    statuses["paused"] = statuses["stale"]


def add_event(statuses: Any, events: Any) -> None:
    events["paused"] = {"from": ["approved"], "to": "stale", "carries": []}


def add_origin(statuses: Any, events: Any) -> None:
    events["published"]["from"] = [*events["published"]["from"], "approved"]


def lead_elsewhere(statuses: Any, events: Any) -> None:
    events["rejected"]["to"] = "discarded"


def drop_event(statuses: Any, events: Any) -> None:
    del events["renewed"]


@pytest.mark.parametrize("change", [add_status, add_event, add_origin, lead_elsewhere, drop_event])
def test_the_diagram_fails_when_the_tables_change(
    change: Callable[[Any, Any], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = {n: deepcopy(pictures.returned(n)) for n in ("state/statuses", "state/transitions")}
    change(tables["state/statuses"], tables["state/transitions"])
    monkeypatch.setattr(pictures, "returned", lambda name: tables[name])
    with pytest.raises(AssertionError, match="does not fit macros/state"):
        pictures.check_arrows()
