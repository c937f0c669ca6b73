"""The manifest in examples/slack has the scopes of the methods that are called, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from integration_tests.slack_emulator import SlackEmulator

ROOT = Path(__file__).parents[3]
MANIFEST = ROOT / "examples/slack/manifest.yml"
PARTS = {"files.upload.v2": ["files.getUploadURLExternal", "files.completeUploadExternal"]}
"""A method of the library that calls several of Slack's."""


def called() -> set[str]:
    """Return the methods of Slack that the package calls."""
    found: set[str] = set()
    for folder in ("notify", "serve/slack"):
        for path in (ROOT / "runner/dbt_wap" / folder).glob("*.py"):
            names = re.findall(r'"((?:auth|chat|files|views)_\w+)"', path.read_text())
            found.update(name.replace("_", ".") for name in names)
    return {each for name in found for each in PARTS.get(name, [name])}


def test_the_scopes_are_those_of_the_methods() -> None:
    declared = yaml.safe_load(MANIFEST.read_text())
    known = SlackEmulator().methods.known
    methods = called()
    assert {"auth.test", "chat.update", "views.open", "files.completeUploadExternal"} <= methods
    needed = {known[method][1] for method in methods} - {""}
    assert needed | {"commands"} == set(declared["oauth_config"]["scopes"]["bot"])


def test_it_is_for_socket_mode_with_one_command() -> None:
    declared = yaml.safe_load(MANIFEST.read_text())
    settings = declared["settings"]
    assert settings["socket_mode_enabled"]
    assert settings["interactivity"] == {"is_enabled": True}
    assert "event_subscriptions" not in settings
    assert [each["command"] for each in declared["features"]["slash_commands"]] == ["/wap"]
    assert len(declared["display_information"]["description"]) <= 140
