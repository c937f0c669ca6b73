"""Block Kit as documented: which fields each block and element has, and how long each may be.

A check yields messages as Slack gives them in `response_metadata.messages`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
Faults = Iterator[str]

MESSAGE_BLOCKS, VIEW_BLOCKS, VIEW_BYTES = 50, 100, 250_000
TEXT, HEADER, FIELD, LABEL, PLACEHOLDER = 3000, 150, 2000, 2000, 150
BUTTON_TEXT, BUTTON_VALUE, URL, ACTION_ID, BLOCK_ID = 75, 2000, 3000, 255, 255
OPTION_TEXT, OPTION_VALUE, OPTIONS, INPUT = 75, 150, 10, 3000
VIEW_TITLE, METADATA, CALLBACK_ID = 24, 3000, 255

FIELDS = {
    "header": {"text"},
    "section": {"text", "fields", "accessory", "expand"},
    "actions": {"elements"},
    "context": {"elements"},
    "divider": set(),
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
}
"""The fields of each block, beside type and block_id."""

ELEMENTS = {
    "button": {"text", "url", "value", "style", "confirm", "accessibility_label"},
    "plain_text_input": {
        *("multiline", "min_length", "max_length", "initial_value", "placeholder"),
        *("dispatch_action_config", "focus_on_load"),
    },
    "checkboxes": {"options", "initial_options", "confirm", "focus_on_load"},
}
"""The fields of each interactive element, beside type and action_id."""

IN_ACTIONS = {"button", "checkboxes"}
IN_INPUT = {"plain_text_input", "checkboxes"}
VIEW = {
    *("type", "title", "blocks", "submit", "close", "private_metadata", "callback_id"),
    *("clear_on_close", "notify_on_close", "external_id", "submit_disabled"),
}


def faults_of_message(blocks: Any) -> list[str]:
    """Return what is wrong with the blocks of a message."""
    return list(_blocks(blocks, MESSAGE_BLOCKS))


def faults_of_view(view: Any) -> list[str]:
    """Return what is wrong with a modal."""
    return list(_view(view))


def _view(view: Any) -> Faults:
    if not isinstance(view, dict) or view.get("type") != "modal":
        yield _at("/view", "must be a modal")
        return
    yield from _unknown(view, VIEW, "/view")
    yield from _text(view.get("title"), VIEW_TITLE, "/view/title", plain=True)
    for name in ("submit", "close"):
        if name in view:
            yield from _text(view[name], VIEW_TITLE, f"/view/{name}", plain=True)
    for name, limit in (("private_metadata", METADATA), ("callback_id", CALLBACK_ID)):
        if name in view:
            yield from _string(view[name], limit, f"/view/{name}", empty=True)
    yield from _blocks(view.get("blocks"), VIEW_BLOCKS, "/view/blocks")
    blocks = [b for b in view.get("blocks") or () if isinstance(b, dict)]
    if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
        yield _at("/view", "`submit` is required when an `input` block is within blocks array")
    if len(json.dumps(view)) > VIEW_BYTES:
        yield _at("/view", "view_too_large")


def _blocks(blocks: Any, most: int, at: str = "/blocks") -> Faults:
    if not isinstance(blocks, list):
        yield _at(at, "must be an array")
        return
    if not 1 <= len(blocks) <= most:
        yield _at(at, f"no fewer than 1 and no more than {most} items allowed")
    ids = [block.get("block_id") for block in blocks if isinstance(block, dict)]
    given = [each for each in ids if each is not None]
    if len(set(given)) < len(given):
        yield _at(at, "`block_id` must be unique")
    for number, block in enumerate(blocks):
        yield from _block(block, f"{at}/{number}")


def _block(block: Any, at: str) -> Faults:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in FIELDS:
        yield _at(at, f"unsupported type: {kind}")
        return
    yield from _unknown(block, FIELDS[kind] | {"type", "block_id"}, at)
    if "block_id" in block:
        yield from _string(block["block_id"], BLOCK_ID, f"{at}/block_id")
    if kind == "header":
        yield from _text(block.get("text"), HEADER, f"{at}/text", plain=True)
    elif kind == "section":
        yield from _section(block, at)
    elif kind == "actions":
        yield from _elements(block, 25, at)
    elif kind == "context":
        yield from _context(block, at)
    elif kind == "input":
        yield from _input(block, at)


def _section(block: Json, at: str) -> Faults:
    fields = block.get("fields")
    if "text" not in block and not fields:
        yield _at(at, "missing required field: text or fields")
    if "text" in block:
        yield from _text(block["text"], TEXT, f"{at}/text")
    if fields is not None:
        if not isinstance(fields, list) or not 1 <= len(fields) <= 10:
            yield _at(f"{at}/fields", "no fewer than 1 and no more than 10 items allowed")
        for number, each in enumerate(fields if isinstance(fields, list) else ()):
            yield from _text(each, FIELD, f"{at}/fields/{number}")
    if "accessory" in block:
        yield from _element(block["accessory"], IN_ACTIONS, f"{at}/accessory")


def _context(block: Json, at: str) -> Faults:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 10:
        yield _at(f"{at}/elements", "no fewer than 1 and no more than 10 items allowed")
        return
    for number, each in enumerate(elements):
        yield from _text(each, TEXT, f"{at}/elements/{number}")


def _elements(block: Json, most: int, at: str) -> Faults:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= most:
        yield _at(f"{at}/elements", f"no fewer than 1 and no more than {most} items allowed")
        return
    ids = [each.get("action_id") for each in elements if isinstance(each, dict)]
    if len(set(ids)) < len(ids):
        yield _at(f"{at}/elements", "`action_id` must be unique in its block")
    for number, each in enumerate(elements):
        yield from _element(each, IN_ACTIONS, f"{at}/elements/{number}")


def _input(block: Json, at: str) -> Faults:
    yield from _text(block.get("label"), LABEL, f"{at}/label", plain=True)
    if "hint" in block:
        yield from _text(block["hint"], LABEL, f"{at}/hint", plain=True)
    yield from _element(block.get("element"), IN_INPUT, f"{at}/element")


def _element(element: Any, allowed: set[str], at: str) -> Faults:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in allowed:
        yield _at(at, f"unsupported type: {kind}")
        return
    yield from _unknown(element, ELEMENTS[kind] | {"type", "action_id"}, at)
    yield from _string(element.get("action_id"), ACTION_ID, f"{at}/action_id")
    if kind == "button":
        yield from _button(element, at)
    elif kind == "plain_text_input":
        yield from _plain_text_input(element, at)
    else:
        yield from _checkboxes(element, at)
    if "confirm" in element:
        yield from _confirm(element["confirm"], f"{at}/confirm")


def _button(element: Json, at: str) -> Faults:
    yield from _text(element.get("text"), BUTTON_TEXT, f"{at}/text", plain=True)
    for name, limit in (("value", BUTTON_VALUE), ("url", URL)):
        if name in element:
            yield from _string(element[name], limit, f"{at}/{name}")
    if not str(element.get("url", "https://")).startswith(("https://", "http://")):
        yield _at(f"{at}/url", "invalid url")
    if element.get("style", "primary") not in ("primary", "danger"):
        yield _at(f"{at}/style", "must be one of: primary, danger")


def _plain_text_input(element: Json, at: str) -> Faults:
    for name in ("min_length", "max_length"):
        if name in element and not 0 <= element[name] <= INPUT:
            yield _at(f"{at}/{name}", f"must be between 0 and {INPUT}")
    if "initial_value" in element:
        yield from _string(element["initial_value"], INPUT, f"{at}/initial_value", empty=True)
    if "placeholder" in element:
        yield from _text(element["placeholder"], PLACEHOLDER, f"{at}/placeholder", plain=True)


def _checkboxes(element: Json, at: str) -> Faults:
    options = element.get("options")
    if not isinstance(options, list) or not 1 <= len(options) <= OPTIONS:
        yield _at(f"{at}/options", f"no fewer than 1 and no more than {OPTIONS} items allowed")
        return
    for number, option in enumerate(options):
        where = f"{at}/options/{number}"
        yield from _unknown(option, {"text", "value", "description"}, where)
        yield from _text(option.get("text"), OPTION_TEXT, f"{where}/text")
        yield from _string(option.get("value"), OPTION_VALUE, f"{where}/value")
        if "description" in option:
            yield from _text(option["description"], OPTION_TEXT, f"{where}/description")
    if any(each not in options for each in element.get("initial_options", ())):
        yield _at(f"{at}/initial_options", "must be among the options")


def _confirm(confirm: Any, at: str) -> Faults:
    limits = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
    if not isinstance(confirm, dict):
        yield _at(at, "must be an object")
        return
    yield from _unknown(confirm, {*limits, "style"}, at)
    for name, limit in limits.items():
        yield from _text(confirm.get(name), limit, f"{at}/{name}", plain=name != "text")


def _text(text: Any, limit: int, at: str, plain: bool = False) -> Faults:
    if not isinstance(text, dict):
        yield _at(at, "missing required field: text")
        return
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if text.get("type") not in kinds:
        yield _at(f"{at}/type", f"must be one of: {', '.join(kinds)}")
    extra = {"emoji"} if text.get("type") == "plain_text" else {"verbatim"}
    yield from _unknown(text, {"type", "text"} | extra, at)
    yield from _string(text.get("text"), limit, f"{at}/text")


def _string(value: Any, limit: int, at: str, empty: bool = False) -> Faults:
    if not isinstance(value, str):
        yield _at(at, "must be a string")
    elif not value and not empty:
        yield _at(at, "must be more than 0 characters")
    elif len(value) > limit:
        yield _at(at, f"must be less than {limit + 1} characters")


def _unknown(thing: Any, known: set[str], at: str) -> Faults:
    for name in sorted(set(thing) - known) if isinstance(thing, dict) else ():
        yield _at(at, f"invalid additional property: {name}")


def _at(pointer: str, what: str) -> str:
    return f"[ERROR] {what} [json-pointer:{pointer}]"
