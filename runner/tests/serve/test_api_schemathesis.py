"""Schemathesis makes requests from the OpenAPI document and checks the answers against it."""

from __future__ import annotations

import warnings
from itertools import cycle
from pathlib import Path
from typing import Any

from standin import PUBLISHED, WAITS, StandIn
from test_api import made_app

CONFIG = {
    "seed": 1,
    "generation": {"mode": "all", "max-examples": 12},
    "phases": {"stateful": {"enabled": False}},
}


def test_the_answers_fit_the_document(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its imports
        import schemathesis
        from schemathesis.engine import events, from_schema

    app, tokens = made_app(StandIn(), tmp_path)
    auth = {"openapi": {"token": {"bearer": tokens["ben"]}}}
    config = schemathesis.Config.from_dict({**CONFIG, "auth": auth})
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)
    ids = cycle((WAITS, None, PUBLISHED))

    @schema.hook
    def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> Any:
        """Two of three requests are about runs that exist."""
        known = next(ids)
        return (
            {**path_parameters, "run_id": known} if path_parameters and known else path_parameters
        )

    cases, found = 0, []
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            found.append(str(event))
        elif isinstance(event, events.ScenarioFinished):
            cases += len(event.recorder.cases)
            for check in (each for case in event.recorder.checks.values() for each in case):
                if check.status != "success":
                    found.append(f"{event.label}, {check.name}: {check.failure_info}")
    assert found == []
    assert cases > 300
