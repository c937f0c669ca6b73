"""A matcher for statement forms written the way Snowflake's reference writes them.

WORD ( ) , = .      taken literally, words in any case
[ ... ]  { a | b }  optional, alternatives; `]:label` and `}:label` keep the matched words
[* a | b *]         any of them, any number of times, in any order
<label:kind>        a value; the kinds are the methods of `kinds.Values`
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .kinds import Run, Values

Captures = dict[str, Any]
State = tuple[int, Captures]
Matcher = Callable[[Run, int, Captures], Iterator[State]]


class Pattern:
    def __init__(self, source: str) -> None:
        self.source = source
        self._symbols = source.split()
        self._matcher = self._sequence(())
        if self._symbols:
            raise ValueError(f"unbalanced pattern: {source}")

    def match(self, run: Run) -> Captures | None:
        for position, captures in self._matcher(run, 0, {}):
            if run.at(position).kind == "end":
                return captures
        return None

    def _sequence(self, closing: tuple[str, ...]) -> Matcher:
        parts: list[Matcher] = []
        while self._symbols and self._symbols[0] != "|":
            if self._symbols[0].split(":")[0] in closing:
                break
            parts.append(self._part(self._symbols.pop(0)))
        return _sequence(parts)

    def _part(self, symbol: str) -> Matcher:
        if symbol in ("[", "{", "[*"):
            closing = {"[": "]", "{": "}", "[*": "*]"}[symbol]
            options = [self._sequence((closing,))]
            while self._symbols and self._symbols[0] == "|":
                self._symbols.pop(0)
                options.append(self._sequence((closing,)))
            label = self._symbols.pop(0).partition(":")[2]
            if symbol == "[":
                return _labelled(_either([*options, _sequence([])]), label)
            if symbol == "{":
                return _labelled(_either(options), label)
            return _repeat(_either(options))
        if symbol.startswith("<"):
            label, _, kind = symbol[1:-1].partition(":")
            return _value(label, getattr(Values, kind))
        return _literal(symbol)


def _literal(symbol: str) -> Matcher:
    def run(run: Run, position: int, captures: Captures) -> Iterator[State]:
        token = run.at(position)
        if token.text == symbol and token.kind in ("word", "op"):
            yield position + 1, captures

    return run


def _sequence(parts: list[Matcher]) -> Matcher:
    def run(run: Run, position: int, captures: Captures) -> Iterator[State]:
        states: Iterator[State] = iter([(position, captures)])
        for part in parts:
            states = _then(run, states, part)
        yield from states

    return run


def _then(run: Run, states: Iterator[State], part: Matcher) -> Iterator[State]:
    for position, captures in states:
        yield from part(run, position, captures)


def _either(options: list[Matcher]) -> Matcher:
    def run(run: Run, position: int, captures: Captures) -> Iterator[State]:
        for option in options:
            yield from option(run, position, captures)

    return run


def _repeat(option: Matcher) -> Matcher:
    def run(run: Run, position: int, captures: Captures) -> Iterator[State]:
        for after, found in option(run, position, captures):
            if after > position:
                yield from repeat(run, after, found)
        yield position, captures

    repeat = run
    return run


def _labelled(inner: Matcher, label: str) -> Matcher:
    if not label:
        return inner

    def run(run: Run, position: int, captures: Captures) -> Iterator[State]:
        for after, found in inner(run, position, captures):
            words = " ".join(token.text for token in run.tokens[position:after])
            yield after, {**found, label: words} if words else found

    return run


def _value(label: str, read: Callable[[Run, int], Iterator[tuple[int, Any]]]) -> Matcher:
    def run(run: Run, position: int, captures: Captures) -> Iterator[State]:
        for after, value in read(run, position):
            yield after, {**captures, label: value}

    return run
