"""The kinds of values a statement pattern captures: names, literals, lists, the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .errors import SnowflakeError, syntax
from .lexer import Token, phrases, tokenize, words

RESERVED = words(
    """
    ALL ALTER AND ANY AS BETWEEN BY CASE CAST CHECK COLUMN CONSTRAINT CREATE CROSS DELETE DISTINCT
    DROP ELSE EXISTS FALSE FOLLOWING FOR FROM FULL GRANT GROUP HAVING ILIKE IN INCREMENT INNER
    INSERT INTERSECT INTO IS JOIN LATERAL LEFT LIKE MINUS NATURAL NOT NULL OF ON OR ORDER QUALIFY
    REGEXP REVOKE RIGHT RLIKE ROW ROWS SAMPLE SELECT SET SOME START TABLE TABLESAMPLE THEN TO
    TRIGGER TRUE TRY_CAST UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHENEVER WHERE WITH ACCOUNT
    DATABASE SCHEMA
    """
)
KINDS = phrases(
    """
    MATERIALIZED VIEW | DYNAMIC TABLE | EXTERNAL TABLE | HYBRID TABLE | ICEBERG TABLE | EVENT TABLE
    | FILE FORMAT | DATABASE ROLE | TABLE | VIEW | SCHEMA | DATABASE | STREAM | TASK | STAGE |
    SEQUENCE | PIPE | PROCEDURE | FUNCTION | WAREHOUSE | ROLE | USER | SHARE | ALERT | TAG |
    INTEGRATION
    """
)


@dataclass(frozen=True)
class Span:
    """A stretch of the statement: its tokens and its text as written."""

    tokens: tuple[Token, ...]
    text: str


class Run:
    """One statement being matched; remembers how far the best attempt came."""

    def __init__(self, tokens: list[Token], text: str) -> None:
        self.tokens, self.text, self.furthest = tokens, text, 0

    def at(self, position: int) -> Token:
        self.furthest = max(self.furthest, position)
        return self.tokens[position]

    def span(self, start: int, end: int) -> Span:
        part = tuple(self.tokens[start:end])
        return Span(part, self.text[part[0].start : part[-1].end] if part else "")


MAX_LENGTH = 255


def _checked(name: str) -> str:
    if len(name) > MAX_LENGTH:
        text = f"identifier '{name[:20]}...' exceeds the maximum length of {MAX_LENGTH} characters"
        raise SnowflakeError(1003, "42000", f"SQL compilation error:\n{text}")
    return name


class Values:
    """The kinds of values: each yields (position after it, value) for every way to read it."""

    @staticmethod
    def ident(run: Run, position: int) -> Iterator[tuple[int, str]]:
        token = run.at(position)
        if token.kind == "quoted" or (token.kind == "word" and token.text not in RESERVED):
            yield position + 1, _checked(token.text)

    @staticmethod
    def name(run: Run, position: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        if run.at(position).text == "IDENTIFIER" and run.at(position + 1).is_op("("):
            token = run.at(position + 2)
            if token.kind == "string" and run.at(position + 3).is_op(")"):
                yield position + 4, parse_name(token.text)
            return
        parts: list[str] = []
        for after, part in Values.ident(run, position):
            parts, position = [part], after
        while parts and len(parts) < 3 and run.at(position).is_op("."):
            if run.at(position + 1).is_op(".") and len(parts) == 1:
                parts.append("PUBLIC")
                position += 1
                continue
            token = run.at(position + 1)
            if token.kind not in ("quoted", "word"):
                return
            parts.append(_checked(token.text))
            position += 2
        if parts:
            yield position, tuple(parts)

    @staticmethod
    def idents(run: Run, position: int) -> Iterator[tuple[int, list[str]]]:
        found: list[str] = []
        while True:
            step = next(Values.ident(run, position), None)
            if step is None:
                return
            position = step[0]
            found.append(step[1])
            if not run.at(position).is_op(","):
                break
            position += 1
        yield position, found

    @staticmethod
    def text(run: Run, position: int) -> Iterator[tuple[int, str]]:
        if run.at(position).kind == "string":
            yield position + 1, run.at(position).text

    @staticmethod
    def integer(run: Run, position: int) -> Iterator[tuple[int, int]]:
        if run.at(position).kind == "number" and run.at(position).text.isdigit():
            yield position + 1, int(run.at(position).text)

    @staticmethod
    def boolean(run: Run, position: int) -> Iterator[tuple[int, bool]]:
        if run.at(position).text in ("TRUE", "FALSE"):
            yield position + 1, run.at(position).text == "TRUE"

    @staticmethod
    def value(run: Run, position: int) -> Iterator[tuple[int, Any]]:
        token = run.at(position)
        if token.kind == "number":
            yield position + 1, int(token.text) if token.text.isdigit() else float(token.text)
        elif token.text in ("TRUE", "FALSE", "NULL") and token.kind == "word":
            yield position + 1, {"TRUE": True, "FALSE": False, "NULL": None}[token.text]
        elif token.is_op("("):
            yield from Values.parens(run, position)
        elif token.kind == "string":
            yield position + 1, token.text
        elif token.is_op("@"):
            end = position + 1
            while run.at(end).start == run.tokens[end - 1].end and run.at(end).kind != "end":
                end += 1
            yield end, run.span(position, end).text
        else:
            for after, parts in Values.name(run, position):
                yield after, ".".join(parts)

    @staticmethod
    def assignments(run: Run, position: int) -> Iterator[tuple[int, dict[str, Any]]]:
        found: dict[str, Any] = {}
        while run.at(position).kind == "word" and run.at(position + 1).is_op("="):
            key = run.at(position).text
            step = next(Values.value(run, position + 2), None)
            if step is None:
                return
            position, found[key] = step
            if run.at(position).is_op(","):
                position += 1
        if found:
            yield position, found

    @staticmethod
    def parens(run: Run, position: int) -> Iterator[tuple[int, Span]]:
        if not run.at(position).is_op("("):
            return
        depth, end = 0, position
        while run.tokens[end].kind != "end":
            depth += run.tokens[end].is_op("(") - run.tokens[end].is_op(")")
            if depth == 0:
                yield end + 1, run.span(position + 1, end)
                return
            end += 1

    @staticmethod
    def rest(run: Run, position: int) -> Iterator[tuple[int, Span]]:
        if run.at(position).kind != "end":
            end = len(run.tokens) - 1
            yield end, run.span(position, end)

    @staticmethod
    def privileges(run: Run, position: int) -> Iterator[tuple[int, list[str]]]:
        words: list[list[str]] = [[]]
        while run.at(position).text != "ON" or run.at(position).kind != "word":
            token = run.at(position)
            if token.is_op(","):
                words.append([])
            elif token.kind == "word":
                words[-1].append(token.text)
            else:
                return
            position += 1
        if all(words):
            yield position, [" ".join(group) for group in words]

    @staticmethod
    def kind(run: Run, position: int) -> Iterator[tuple[int, str]]:
        yield from _phrases(run, position, {kind: kind for kind in KINDS})

    @staticmethod
    def kinds(run: Run, position: int) -> Iterator[tuple[int, str]]:
        yield from _phrases(run, position, {_plural(kind): kind for kind in KINDS})


def _plural(kind: str) -> str:
    return kind + "S"


def _phrases(run: Run, position: int, known: dict[str, str]) -> Iterator[tuple[int, str]]:
    for phrase, kind in known.items():
        words = phrase.split()
        window = run.tokens[position : position + len(words)]
        if [t.text for t in window if t.kind == "word"] == words:
            run.at(position + len(words))
            yield position + len(words), kind


def parse_name(text: str) -> tuple[str, ...]:
    """The parts of a name given as text, as IDENTIFIER('...') and GET_DDL take it."""
    if not re.match(r"\s*\S", text):
        raise SnowflakeError(2003, "02000", "SQL compilation error:\ninvalid identifier ''")
    run = Run(tokenize(text), text)
    for after, parts in Values.name(run, 0):
        if run.at(after).kind == "end":
            return parts
    raise syntax(run.at(0).raw, text)
