"""A `gh` for tests: the few calls of `gh api` that action/wap.sh makes, on files in $GH_STATE.

`comments.json` has the comments of all pull requests by number, `reviews.json` the reviews of
environments by workflow run. The file `read_only` stands for a token that may only read.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

STATE = Path(os.environ["GH_STATE"])
ME = "github-actions[bot]"


def main(arguments: list[str]) -> None:
    if not os.environ.get("GH_TOKEN"):
        sys.exit("gh: To use GitHub CLI in a GitHub Actions workflow, set GH_TOKEN")
    assert arguments[:1] == ["api"], arguments
    path, method, given, pages = "", "GET", None, False
    rest = iter(arguments[1:])
    for argument in rest:
        if argument == "--method":
            method = next(rest)
        elif argument == "--input":
            given = json.loads(Path(next(rest)).read_text())
        elif argument == "-f":
            assert next(rest) == "query={viewer{login}}"
        elif argument == "--paginate":
            pages = True
        elif argument != "--silent":
            path = argument
    answer = respond(method, path, given)
    if "--silent" not in arguments:
        size = int((re.search(r"per_page=(\d+)", path) or ["", "30"])[1])
        for page in range(0, max(len(answer), 1), size) if pages else ():
            print(json.dumps(answer[page : page + size]))
        if not pages:
            print(json.dumps(answer))


def respond(method: str, path: str, given: Any) -> Any:
    comments = read("comments.json")
    if path == "graphql":
        return {"data": {"viewer": {"login": ME}}}
    if found := re.fullmatch(r"repos/acme/shop/actions/runs/(\d+)/approvals", path):
        return read("reviews.json").get(found[1], [])
    if found := re.fullmatch(r"repos/acme/shop/issues/(\d+)/comments\?per_page=\d+", path):
        return comments.get(found[1], [])
    if (STATE / "read_only").exists():
        sys.exit("gh: Resource not accessible by integration (HTTP 403)")
    if len(given["body"]) > 65536:
        sys.exit("gh: Validation Failed: Body is too long (maximum is 65536 characters) (HTTP 422)")
    if found := re.fullmatch(r"repos/acme/shop/issues/(\d+)/comments", path):
        assert method == "POST"
        made = {"id": 1000 + sum(map(len, comments.values())), "user": {"login": ME}, **given}
        comments.setdefault(found[1], []).append(made)
    elif found := re.fullmatch(r"repos/acme/shop/issues/comments/(\d+)", path):
        assert method == "PATCH"
        every = [comment for each in comments.values() for comment in each]
        (made,) = [comment for comment in every if comment["id"] == int(found[1])]
        made.update(given)
    else:
        sys.exit(f"gh: Not Found (HTTP 404): {method} {path}")
    (STATE / "comments.json").write_text(json.dumps(comments))
    return made


def read(name: str) -> Any:
    file = STATE / name
    return json.loads(file.read_text()) if file.exists() else {}


if __name__ == "__main__":
    main(sys.argv[1:])
