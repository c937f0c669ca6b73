"""The workflows of examples/github and the steps of action.yml, on a real warehouse."""

from __future__ import annotations

import json
import os
import re
import signal
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt_wap import __version__
from shop import LATE, ONCE, REPOSITORY, SHOP, Project
from workflows import Actions, Ran

pytestmark = ONCE
SECRETS = {"SNOWFLAKE_PASSWORD": "hunter2", "SNOWFLAKE_CI_PASSWORD": "hunter2"}
PUSH: dict[str, Any] = {}


def command(folder: Path, name: str, line: str) -> None:
    """Put a command of this name into the folder."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/usr/bin/env bash\n{line}\n")
    (folder / name).chmod(0o755)


def github(home: Path, workspace: Path, **commands: str) -> Actions:
    """Return a GitHub whose runner has these commands besides `gh`."""
    (home / "bin").mkdir(parents=True)
    command(
        home / "bin",
        "gh",
        f'exec "{sys.executable}" {REPOSITORY}/integration_tests/fake_gh.py "$@"',
    )
    for name, line in commands.items():
        command(home / "bin", name, line)
    return Actions(home, workspace, SECRETS)


CLIENT = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect(os.environ["HOME"] + "/socket")
    server.sendall(json.dumps([sys.argv[1], sys.argv[2:], dict(os.environ)]).encode())
    server.shutdown(socket.SHUT_WR)
    code, out, err = json.loads(b"".join(iter(lambda: server.recv(65536), b"")))
sys.stdout.write(out)
sys.stderr.write(err)
sys.exit(code)
"""
"""The commands `wap` and `dbt` of a runner, which run in the process of the test to be faster."""


class Commands(socketserver.StreamRequestHandler):
    """Run a command that a step of a workflow asks for."""

    def handle(self) -> None:
        command, arguments, env = json.loads(self.rfile.read())
        project: Project = self.server.project  # type: ignore[attr-defined]
        given = {k: v for k, v in env.items() if k.startswith(("WAP_", "GITHUB_", "SNOWFLAKE_"))}
        done = getattr(replace(project, env=given), command)(*arguments)
        self.wfile.write(json.dumps([done.code, done.out, done.err]).encode())


@pytest.fixture
def actions(published: Project, tmp_path: Path) -> Iterator[Actions]:
    """GitHub, with the published shop as its checkout."""
    home = tmp_path / "github"
    lines = {
        name: f'exec "{sys.executable}" -IS "$HOME/client.py" {name} "$@"'
        for name in ("wap", "dbt")
    }
    made = github(home, published.root, **lines)
    (home / "client.py").write_text(CLIENT)
    with socketserver.UnixStreamServer(str(home / "socket"), Commands) as server:
        server.project = published  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


def reviewed(actions: Actions, state: str, login: str, comment: str = "") -> Callable[[str], bool]:
    """Return a reviewer of the environment."""

    def review(environment: str) -> bool:
        given = {"state": state, "user": {"login": login}, "comment": comment}
        given["environments"] = [{"name": environment.title()}]
        file = actions.home / "reviews.json"
        known = json.loads(file.read_text()) if file.exists() else {}
        known.setdefault(str(actions.number), []).append(given)
        file.write_text(json.dumps(known))
        return state == "approved"

    return review


def results(ran: Mapping[str, Ran]) -> dict[str, str]:
    return {name: job.result for name, job in ran.items()}


def decisions(project: Project) -> list[tuple[Any, ...]]:
    """Return event, person, identity and reason of the decisions about runs, in order."""
    found = project.sql(
        "select event, actor, detail from dbt_wap.events where event in ('approved', 'rejected',"
        " 'published', 'rolled_back') order by seq"
    )
    details = [json.loads(detail or "{}") for *_, detail in found]
    return [
        (event, actor, detail.get("identity"), detail.get("reason"))
        for (event, actor, _), detail in zip(found, details, strict=True)
    ]


def orders(project: Project) -> list[tuple[Any, ...]]:
    return project.sql("select id, amount from main_marts.orders order by id")


BEFORE = [(1, 10), (2, 20), (3, 30)]
AFTER = [(1, 11), (2, 20), (3, 30), (4, 40)]


def test_a_merge_is_published_in_the_name_of_the_reviewer(
    published: Project, actions: Actions
) -> None:
    published.sql(LATE)
    approved = reviewed(actions, "approved", "ana", "looks `right`; $(touch x)")
    ran = actions.run("publish.yml", "push", PUSH, review=approved)
    run_id = ran["build"].outputs["run-id"]
    assert results(ran) == {"build": "success", "publish": "success", "reject": "skipped"}
    assert f"## Run {run_id}: needs approval" in ran["build"].summary
    assert "Approved by ana" in ran["publish"].summary
    assert orders(published) == AFTER
    given = [each for each in decisions(published) if each[0] != "published"]
    assert given[1:] == [("approved", "ana", "shell", "looks `right`; $(touch x)")]
    assert published.wap("status", run_id, "--json").json["requested_by"] == "octocat"

    ran = actions.run("publish.yml", "push", PUSH, review=approved)
    assert results(ran) == {"build": "success", "publish": "skipped", "reject": "skipped"}
    assert decisions(published)[-1][1] == "ana", "nothing differs, so nothing was published"


def test_a_reviewer_who_declines_rejects_the_run(published: Project, actions: Actions) -> None:
    published.sql(LATE)
    declined = reviewed(actions, "rejected", "ben", "wrong rate")
    ran = actions.run("publish.yml", "push", PUSH, review=declined)
    assert results(ran) == {"build": "success", "publish": "failure", "reject": "success"}
    assert decisions(published)[-1] == ("rejected", "ben", "shell", "wrong rate")
    status = published.wap("status", ran["build"].outputs["run-id"], "--json").json
    assert status["status"] == "rejected"
    assert orders(published) == BEFORE


def test_a_rule_of_two_takes_the_reviewers_of_two_attempts(
    published: Project, actions: Actions
) -> None:
    published.write({"dbt_project.yml": SHOP["dbt_project.yml"] + "vars: {wap_min_approvals: 2}\n"})
    published.sql(LATE)
    first = reviewed(actions, "approved", "ana")
    ran = actions.run("publish.yml", "push", PUSH, review=first)
    assert results(ran) == {"build": "success", "publish": "failure", "reject": "success"}
    assert orders(published) == BEFORE
    second = reviewed(actions, "approved", "ben")
    ran = actions.run("publish.yml", "push", PUSH, review=second, again=ran)
    assert results(ran)["publish"] == "success", ran["publish"].log
    status = published.wap("status", ran["build"].outputs["run-id"], "--json").json
    assert [each["by"] for each in status["approvals"]["given"]] == ["ana", "ben"]
    assert orders(published) == AFTER


def test_only_the_run_that_was_reviewed_is_published(published: Project, actions: Actions) -> None:
    """While the reviewer decides, another run takes its place, or no one reviews at all."""
    published.sql(LATE)
    approve = reviewed(actions, "approved", "ana")

    def late(environment: str) -> bool:
        assert published.wap("run", "--supersede").code == 4
        return approve(environment)

    ran = actions.run("publish.yml", "push", PUSH, review=late)
    assert results(ran) == {"build": "success", "publish": "failure", "reject": "success"}
    assert "was not published" in ran["publish"].summary
    assert published.wap("status", "--json").json["status"] == "awaiting_approval"
    assert orders(published) == BEFORE


def test_the_nightly_run_publishes_unless_a_test_fails(
    published: Project, actions: Actions
) -> None:
    published.sql(LATE)
    ran = actions.run("nightly.yml", "schedule", {})
    assert results(ran) == {"nightly": "success"}
    assert orders(published) == AFTER
    assert decisions(published)[-1][1] == "nightly"

    published.sql("insert into raw.orders values (4, 's', 41, date '2024-01-04')")
    ran = actions.run("nightly.yml", "schedule", {})
    assert results(ran) == {"nightly": "failure"}
    assert ": blocked" in ran["nightly"].summary.splitlines()[0]
    assert orders(published) == AFTER


def test_a_rollback_undoes_the_run_that_its_plan_showed(
    published: Project, actions: Actions
) -> None:
    published.sql(LATE)
    published.publish()
    run_id = published.wap("status", "--json").json["run_id"]
    ran = actions.run("rollback.yml", "workflow_dispatch", {}, review=lambda _: False)
    assert results(ran) == {"plan": "success", "rollback": "failure"}
    assert orders(published) == AFTER

    ran = actions.run("rollback.yml", "workflow_dispatch", {}, inputs={"run-id": ""})
    assert results(ran) == {"plan": "success", "rollback": "success"}
    assert ran["plan"].outputs == {"run-id": run_id}
    assert "    " in ran["plan"].summary
    assert orders(published) == BEFORE
    assert decisions(published)[-1][:2] == ("rolled_back", "octocat")

    ran = actions.run("rollback.yml", "workflow_dispatch", {}, inputs={"run-id": "--force"})
    assert results(ran) == {"plan": "failure", "rollback": "skipped"}


def pull_request(action: str, repository: str = "acme/shop") -> dict[str, Any]:
    """The event of pull request 7; GitHub sends far more of it."""
    head = {"sha": "0123456789abcdef0123", "repo": {"full_name": repository}}
    return {"action": action, "number": 7, "pull_request": {"head": head}}


def comments(actions: Actions) -> list[tuple[str, str]]:
    """Return author and text of the comments on pull request 7."""
    file = actions.home / "comments.json"
    found = json.loads(file.read_text()).get("7", []) if file.exists() else []
    return [(each["user"]["login"], each["body"]) for each in found]


MARKER = "<!-- dbt-wap: .  -->"
HOSTILE = "@everyone <img src=x> ``` | [a](b)\n::add-mask::x"


def test_a_pull_request_has_one_comment_until_it_closes(
    published: Project, actions: Actions
) -> None:
    """The comment is updated, also when a later push is blocked; no one else's comment is."""
    before = published.snapshot("main_marts")
    others = [{"id": n, "user": {"login": f"u{n}"}, "body": MARKER} for n in range(150)]
    (actions.home / "comments.json").write_text(json.dumps({"7": others}))
    published.sql(f"insert into raw.orders values (4, '{HOSTILE}', 40, date '2024-01-04')")
    ran = actions.run("pull-request.yml", "pull_request", pull_request("opened"))
    assert results(ran) == {"wap": "success"}
    assert "audit_pr_7_main_marts" in published.schemas()
    assert published.snapshot("main_marts") == before
    *left, (author, first) = comments(actions)
    assert {body for _, body in left} == {MARKER}
    assert author == "github-actions[bot]"
    assert first.startswith(
        f"{MARKER}\nPull request at commit 0123456789ab, [log](https://github.com/acme/shop/"
    )
    assert "| ~ | main\\_marts.orders (table) | 3 | 4 | 1 | 0 | 0 |" in first
    assert first.partition("\n")[2] == ran["wap"].summary
    assert "everyone" in first
    assert not re.findall(r"@everyone|(?<!\\)<img|(?<!\\)\[a|^::", first, re.MULTILINE)

    published.sql("insert into raw.orders values (4, 's', 41, date '2024-01-04')")
    ran = actions.run("pull-request.yml", "pull_request", pull_request("synchronize"))
    assert results(ran) == {"wap": "failure"}
    assert len(comments(actions)) == 151
    second = comments(actions)[-1][1]
    assert ": blocked" in second
    assert "unique" in second
    assert published.snapshot("main_marts") == before

    ran = actions.run("pull-request.yml", "pull_request", pull_request("closed"))
    assert results(ran) == {"wap": "success"}
    assert not [name for name in published.schemas() if name.startswith("audit_")]
    assert published.snapshot("main_marts") == before
    head, body = second.split("\n", 1)
    closed = "**The pull request is closed, its candidate dropped.**"
    assert comments(actions)[-1][1].rstrip() == f"{head}\n{closed}\n\n{body}".rstrip()


def test_a_run_that_fails_is_in_the_comment_too(published: Project, actions: Actions) -> None:
    published.write({"models/marts/orders.sql": "select * from nowhere\n"})
    ran = actions.run("pull-request.yml", "pull_request", pull_request("opened"))
    assert results(ran) == {"wap": "failure"}
    ((_, body),) = comments(actions)
    assert "## dbt-wap: the run failed" in body
    assert "\n    prod: unchanged\n" in body


# -- what needs no warehouse -----------------------------------------------------------------------

ANSWERS = """
echo "$*" >> "$HOME/calls"
env > "$HOME/environment"
cat "$HOME/answer.json"
exit "$(cat "$HOME/code")"
"""
"""A `wap` that answers what the test has written, for steps that need no warehouse."""


@pytest.fixture
def answering(tmp_path: Path) -> Actions:
    """GitHub, with a `wap` that only answers."""
    home = tmp_path / "github"
    made = github(home, tmp_path, wap=ANSWERS, dbt="exit 0")
    answer = {"run_id": "r", "status": "awaiting_approval", "report": str(home / "r.json")}
    (home / "answer.json").write_text(json.dumps(answer))
    (home / "code").write_text("0")
    return made


def called(actions: Actions) -> list[str]:
    file = actions.home / "calls"
    return file.read_text().splitlines() if file.exists() else []


def test_a_report_that_is_too_long_is_cut_and_says_so(answering: Actions) -> None:
    (answering.home / "r.md").write_text("## Run\n```\n" + "ä" * 200_000)
    ran = answering.run("pull-request.yml", "pull_request", pull_request("opened"))
    assert results(ran) == {"wap": "success"}
    ((_, body),) = comments(answering)
    assert 60_000 < len(body) <= 65_536
    assert body.splitlines()[1].startswith("**GitHub limits the length of a comment")
    assert len(ran["wap"].summary.encode()) < 1024 * 1024


def test_a_project_may_be_anywhere_in_the_repository(answering: Actions) -> None:
    (answering.workspace / "dbt shop").mkdir()
    given = {
        "project-dir": "dbt shop",
        "profiles-dir": "ci/profiles",
        "target": "prod_eu",
        "args": "--select state:modified+\n--state old ",
    }
    event = pull_request("opened")
    ran = answering.run("pull-request.yml", "pull_request", event, given=given)
    assert results(ran) == {"wap": "success"}
    lines = (answering.home / "environment").read_text().splitlines()
    env = dict(line.split("=", 1) for line in lines if "=" in line)
    assert env["PWD"] == f"{answering.workspace}/dbt shop"
    assert env["WAP_PROFILES_DIR"] == f"{answering.workspace}/ci/profiles"
    assert env["WAP_TARGET"] == "prod_eu"
    assert env["WAP_REPORT_URL"] == "https://github.com/acme/shop/actions/runs/1"
    assert env["SNOWFLAKE_PASSWORD"] == "hunter2"
    assert not {"GH_TOKEN", "GH_ENTERPRISE_TOKEN"} & set(env), "the project's code needs no token"
    (call,) = called(answering)
    assert call.endswith("--supersede --select state:modified+ --state old")
    ((_, body),) = comments(answering)
    assert body.startswith("<!-- dbt-wap: dbt shop prod_eu -->")
    answering.run("pull-request.yml", "pull_request", event)
    assert len(comments(answering)) == 2, "another project of the repository has its own"


def test_a_fork_is_not_built_and_is_told_why(answering: Actions) -> None:
    for action, result in (("opened", "failure"), ("closed", "success")):
        ran = answering.run("pull-request.yml", "pull_request", pull_request(action, "eve/shop"))
        assert results(ran) == {"wap": result}
        assert "comes from a fork. GitHub gives a fork no secrets" in ran["wap"].summary
    assert not called(answering)
    assert not comments(answering)


def test_a_candidate_that_cannot_be_dropped_fails_the_job(answering: Actions) -> None:
    for code, result in (("0", "success"), ("7", "failure")):
        (answering.home / "code").write_text(code)
        ran = answering.run("pull-request.yml", "pull_request", pull_request("closed"))
        assert results(ran) == {"wap": result}
    assert called(answering) == ["--json env drop pr_7"] * 2
    assert not comments(answering), "it was never built"


def test_a_token_that_may_not_comment_changes_no_outcome(answering: Actions) -> None:
    (answering.home / "read_only").touch()
    (answering.home / "r.md").write_text("## Run")
    ran = answering.run("pull-request.yml", "pull_request", pull_request("opened"))
    assert results(ran) == {"wap": "success"}
    assert "::warning title=dbt-wap::could not comment" in ran["wap"].log
    assert "## Run" in ran["wap"].summary


def test_no_one_is_made_up_as_the_approver(answering: Actions) -> None:
    """Not without a review, nor with reviews of different people in two attempts."""
    ran = answering.run("publish.yml", "push", PUSH)
    assert results(ran) == {"build": "success", "publish": "failure", "reject": "success"}
    assert "no one approved this workflow run" in ran["publish"].log

    def both(environment: str) -> bool:
        approve = [reviewed(answering, "approved", login) for login in ("ana", "ben")]
        return all(each(environment) for each in approve)

    ran = answering.run("publish.yml", "push", PUSH, review=both)
    assert results(ran) == {"build": "success", "publish": "failure", "reject": "success"}
    assert "different people" in ran["publish"].log
    assert {call.split()[1] for call in called(answering)} == {"run", "status"}


def test_no_one_is_asked_about_a_merge_that_is_blocked(answering: Actions) -> None:
    answer = {"run_id": "r", "status": "audit_failed", "report": str(answering.home / "r.json")}
    (answering.home / "answer.json").write_text(json.dumps(answer))
    (answering.home / "r.md").write_text("## Run r: blocked\n")
    (answering.home / "code").write_text("3")
    ran = answering.run("publish.yml", "push", PUSH)
    assert results(ran) == {"build": "failure", "publish": "skipped", "reject": "skipped"}
    assert ran["build"].summary == "## Run r: blocked\n"


def test_an_error_cannot_leave_its_block_of_code(answering: Actions) -> None:
    what = "no\r\n```\r@everyone\n</details>\n::error::x"
    error = {"code": 1, "where": "run", "what": what, "prod": "unchanged", "next": "wap run"}
    (answering.home / "answer.json").write_text(json.dumps({"error": error}))
    (answering.home / "code").write_text("1")
    ran = answering.run("pull-request.yml", "pull_request", pull_request("opened"))
    assert results(ran) == {"wap": "failure"}
    ((_, body),) = comments(answering)
    _, block = body.split("## dbt-wap: the run failed\n\n")
    assert "\r" not in block
    assert all(line.startswith("    ") for line in block.strip("\n").split("\n"))


PYTHON = """
case "$2" in
    venv) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
    pip) echo "$@" >> "$HOME/pip"; cp "$HOME/bin/wap" "${0%/*}/wap" ;;
esac
"""
"""A Python that makes environments without a network."""


def test_the_action_installs_itself_with_the_versions_it_is_tested_with(
    answering: Actions,
) -> None:
    command(answering.home / "bin", "fake-python", PYTHON)
    there = replace(answering, skipped=(), python=str(answering.home / "bin/fake-python"))
    ran = there.run("nightly.yml", "schedule", {})
    assert results(ran) == {"nightly": "success"}, ran
    (line,) = (answering.home / "pip").read_text().splitlines()
    assert line.endswith(f"-c {REPOSITORY}/constraints.txt {REPOSITORY}[snowflake]")
    assert re.fullmatch(rf"{answering.home}/dbt-wap-\d+/bin:", ran["nightly"].path)
    assert called(answering) == ["--json run --auto-approve"]


def test_a_job_that_is_cancelled_ends_wap_like_ctrl_c(answering: Actions) -> None:
    """GitHub signals only the shell of the step."""
    waits = 'trap "kill %1; exit 130" TERM; sleep 60 & echo started > "$HOME/fifo"; wait'
    command(answering.home / "bin", "wap", waits)
    os.mkfifo(answering.home / "fifo")

    def cancel() -> None:
        (answering.home / "fifo").read_text()
        os.kill(int((answering.home / "pid").read_text()), signal.SIGTERM)

    canceller = threading.Thread(target=cancel)
    canceller.start()
    ran = answering.run("nightly.yml", "schedule", {})
    canceller.join()
    assert results(ran) == {"nightly": "failure"}
    assert "exit code 130" in ran["nightly"].summary


def test_the_workflows_ask_for_little_and_pin_what_they_use() -> None:
    """Actions of others by their commit, ours by the version that it is released with."""
    files = sorted((REPOSITORY / "examples/github/workflows").iterdir())
    assert len(files) == 4
    for file in files:
        workflow = yaml.safe_load(file.read_text())
        rights = workflow["permissions"]
        assert rights["contents"] == "read"
        assert set(rights) <= {"contents", "pull-requests"}
        assert workflow["concurrency"]["cancel-in-progress"] is False
        assert "pull_request_target" not in workflow[True]
        for use in re.findall(r"uses: (.*)", file.read_text()):
            assert re.fullmatch(
                rf"actions/\w+@[0-9a-f]{{40}} # v[\d.]+|dbt-wap/dbt-wap@v{__version__}", use
            )
