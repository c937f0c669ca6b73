"""Read forms."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request

URLENCODED = "application/x-www-form-urlencoded"
MOST_FIELDS = 100

Form = ImmutableMultiDict[str, str]


class FormFault(Exception):
    """A body that is not a form; the text is for people."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.why = "not a form"


async def read(request: Request) -> Form:
    """Return the fields of a form; raise FormFault."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if body and kind != URLENCODED:
        raise FormFault(415, "The server expected a form.")
    try:
        text = body.decode("ascii")
        fields = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise FormFault(400, "The form could not be read.") from None
    return Form(fields)
