"""All families of statements, and which statement a text is."""

from __future__ import annotations

from collections import defaultdict

from ..values.errors import not_emulated, syntax
from ..values.grammar import NOT_EMULATED
from ..values.kinds import Run
from ..values.lexer import Token
from ..values.patterns import Captures, Pattern
from . import (
    account_objects,
    alter_table,
    containers,
    context,
    describe,
    grants,
    inherited_grants,
    objects,
    ownership,
    role_grants,
    show,
    show_grants,
    show_parameters,
    tables,
    transactions,
    undrop,
    views,
)
from .statement import Statement

FAMILIES = (
    context,
    transactions,
    account_objects,
    containers,
    undrop,
    tables,
    alter_table,
    views,
    objects,
    role_grants,
    ownership,
    inherited_grants,
    grants,
    show,
    describe,
    show_grants,
    show_parameters,
)
"""In the order in which forms are tried: those of `objects` and `grants` fit more than theirs."""


def _by_first_word() -> dict[str, list[tuple[Pattern, Statement]]]:
    found: dict[str, list[tuple[Pattern, Statement]]] = defaultdict(list)
    for family in FAMILIES:
        for each in vars(family).values():
            for form in each.forms if isinstance(each, Statement) else ():
                found[form.source.split()[0]].append((form, each))
    return found


_FORMS = _by_first_word()


def recognise(tokens: list[Token], text: str) -> tuple[Statement, Captures]:
    """The statement and what its form captures; a SnowflakeError for any other text."""
    run = Run(tokens, text)
    for form, statement in _FORMS.get(tokens[0].text, []):
        captures = form.match(run)
        if captures is not None:
            return statement, captures
    start = " ".join(token.text for token in tokens[:4]) + " "
    for known in NOT_EMULATED:
        if start.startswith(known + " "):
            raise not_emulated(known)
    unexpected = tokens[run.furthest]
    raise syntax(unexpected.raw, text, unexpected.start)
