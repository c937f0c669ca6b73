"""The wire between the runner and the macros: arguments, answers, refusals and progress."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import md5
from typing import Any

from dbt_wap.errors import BY_CODE, DbtFailed, WapError

LIMIT = 100_000
"""On Linux, an argument or an environment variable has at most 131,072 bytes."""
PARSING = "wap: parsing the project"
_ASKED = re.compile(r"wap: (?P<how>comparing|asking) (?P<place>\d+ of \d+):? (?P<names>.+)", re.S)
"""What an audit asks about: one relation, or several at the same time."""
_TOGETHER = re.compile(r"wap: (?P<names>hashing \d+ of \d+ tables)")
"""Several relations in one query."""
_WORDS = {"comparing": "auditing", "asking": "querying"}
_STAGE = re.compile(r"wap: (?:reading prod and the candidate|judging the candidate)")
"""The parts of an audit that ask about no single relation."""
_REFUSAL = re.compile(
    r"wap\.(?P<where>\w+): (?P<what>.*?)\n\s*prod: (?P<prod>[^\n]*)"
    r"\n\s*next: (?P<next>[^\n]*)\n\s*code: (?P<code>\w+)\n\s*nonce: (?P<nonce>\w+)",
    re.S,
)

_ESCAPE = re.compile(r"\\(?:u(d[89ab]..)\\u(d[c-f]..)|.)")


def as_yaml(values: Mapping[str, Any]) -> str:
    """Return the values as JSON that is YAML too, in ASCII.

    JSON writes a character such as an emoji as a pair of escapes that YAML refuses.
    """

    def escape(at: re.Match[str]) -> str:
        if at[1] is None:
            return at[0]
        high, low = int(at[1], 16), int(at[2], 16)
        return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"

    return _ESCAPE.sub(escape, json.dumps(values))


def answer_in(messages: Iterable[str], macro: str, nonce: str) -> dict[str, Any]:
    """Return the answer of a macro (macro `answer`): exactly one, with the nonce of the call."""
    head = f"WAP_JSON:{nonce}:"
    answers = [message.partition(head)[2] for message in messages if head in message]
    if len(answers) != 1:
        raise DbtFailed(macro, f"expected 1 answer from {macro}, got {len(answers)}")
    answer, _ = json.JSONDecoder().raw_decode(answers[0])
    assert isinstance(answer, dict)
    return answer


def refusal_in(text: str, nonce: str | None) -> WapError | None:
    """Return the error of a macro (macro `refuse`): exactly one, with the nonce of the call."""
    every = [at for at in _REFUSAL.finditer(text) if at["nonce"] == nonce]
    if len({at.group() for at in every}) != 1:
        return None
    found = every[0]
    what = "\n".join(line.strip() for line in found["what"].splitlines())
    return BY_CODE.get(found["code"], DbtFailed)(
        found["where"], what, prod=found["prod"], next_command=found["next"]
    )


def progress_in(message: str) -> str | None:
    """Return the progress in a message, or None."""
    if asked := _ASKED.fullmatch(message):
        names = ", ".join(map(_short, asked["names"].split(", ")))
        return f"{_WORDS[asked['how']]} {asked['place']}: {names}"
    shown = message == PARSING or _STAGE.fullmatch(message) or _TOGETHER.fullmatch(message)
    return message.removeprefix("wap: ") if shown else None


def _short(name: str) -> str:
    """Return a relation's name without its database."""
    return name.split(".", 1)[1] if name.count(".") > 1 else name


def last_asked(messages: Iterable[str]) -> str | None:
    """Return what an audit asked about last, or None.

    It is the key of a relation, also with a suffix after a space, or says that it is several.
    """
    names = None
    for message in messages:
        if asked := _ASKED.fullmatch(message) or _TOGETHER.fullmatch(message):
            names = asked["names"]
        elif _STAGE.fullmatch(message):
            names = None
    return names


def fitted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values, small enough for one argument, and the variables that hold the rest.

    The largest values move to variables first, and the macro `from_runner` reassembles them. The
    vars in the caller's context count as a separate value.
    """
    small, env = dict(values), dict[str, str]()
    while len(json.dumps(small)) > LIMIT:
        context = small.get("context") or {}
        sizes = {name: len(json.dumps(value)) for name, value in small.items() if name != "context"}
        sizes["vars"] = len(json.dumps(context.get("vars")))
        name = max(sizes, key=lambda each: sizes[each])
        if sizes[name] < 80:
            break
        if name == "vars":
            small["context"] = {**context, "vars": _parts(name, context["vars"], env)}
        else:
            small[name] = _parts(name, small[name], env)
    return small, env


def _parts(name: str, value: Any, env: dict[str, str]) -> dict[str, Any]:
    """Put a value into variables and return a reference, which differs for different values."""
    text = json.dumps(value)
    parts = [text[at : at + LIMIT] for at in range(0, len(text), LIMIT)]
    head = f"WAP_{name.upper()}_{md5(text.encode()).hexdigest()[:8].upper()}_"
    env.update({f"{head}{number}": part for number, part in enumerate(parts)})
    return {"wap_parts": len(parts), "of": head}
