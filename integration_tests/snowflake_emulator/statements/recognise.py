"""Which form of the grammar a statement has."""

from __future__ import annotations

from collections import defaultdict

from ..values.errors import not_emulated, syntax
from ..values.grammar import NOT_EMULATED, STATEMENTS
from ..values.kinds import Run
from ..values.lexer import Token
from ..values.patterns import Captures, Pattern


def _index() -> dict[str, list[tuple[str, Pattern]]]:
    found: dict[str, list[tuple[str, Pattern]]] = defaultdict(list)
    for key, forms in STATEMENTS.items():
        for form in forms:
            first = ("DESCRIBE", "DESC") if form.startswith("{") else (form.split()[0],)
            for word in first:
                found[word].append((key, Pattern(form)))
    return found


_FORMS = _index()


def recognise(tokens: list[Token], text: str) -> tuple[str, Captures]:
    """The handler's key and the captured values; a SnowflakeError for any other text."""
    run = Run(tokens, text)
    for key, pattern in _FORMS.get(tokens[0].text, []):
        captures = pattern.match(run)
        if captures is not None:
            return key, captures
    start = " ".join(token.text for token in tokens[:4]) + " "
    for known in NOT_EMULATED:
        if start.startswith(known + " "):
            raise not_emulated(known)
    unexpected = tokens[run.furthest]
    raise syntax(unexpected.raw, text, unexpected.start)
