"""Schemathesis makes requests from the OpenAPI document and checks the answers against it."""

from __future__ import annotations

import warnings
from itertools import cycle
from typing import Any

from standin import PUBLISHED, WAITS, StandIn
from test_api import made_app

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its imports
    import schemathesis
    from hypothesis import settings

CONFIG = {"generation": {"mode": "all"}, "auth": {"openapi": {"token": {"bearer": "ben"}}}}
schema = schemathesis.openapi.from_asgi(
    "/api/v1/openapi.json", made_app(StandIn()), config=schemathesis.Config.from_dict(CONFIG)
)
ids = cycle((WAITS, None, PUBLISHED))


@schema.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any]) -> dict[str, Any]:
    """Two of three ids are those of runs that exist."""
    run_id = next(ids)
    return {**path_parameters, "run_id": run_id} if path_parameters and run_id else path_parameters


@schema.parametrize()
@settings(max_examples=20, derandomize=True, deadline=None, database=None)
def test_the_answers_fit_the_document(case: Any) -> None:
    case.call_and_validate()
