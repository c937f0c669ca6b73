"""The pages as a browser gets them: every status, every form, every error; checked by structure."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from dbt_wap.errors import Locked, Stale, WaitingApproval, WapError
from dbt_wap.model import Status
from dbt_wap.serve.model import Job
from made_runs import ANA, Stand, application, approval, can_approve, condition, run, view
from standin import TestClient

FORGED = '"><script>alert(1)</script>'


VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """The elements of a page: (tag, attributes, text up to the next tag)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)
        self.close()
        assert not self._open, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs), [])
        self.found.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, _, text in self._open:
            text.append(data)

    def all(self, tag: str, **wanted: str) -> list[tuple[dict[str, str | None], str]]:
        """Return attributes and text of the elements with these attributes."""
        return [
            (attributes, " ".join("".join(text).split()))
            for name, attributes, text in self.found
            if name == tag and all(attributes.get(k.rstrip("_")) == v for k, v in wanted.items())
        ]

    def texts(self, tag: str, **wanted: str) -> list[str]:
        return [text for _, text in self.all(tag, **wanted)]

    def buttons(self) -> dict[str, bool]:
        """Return the buttons of the page, and whether they are on."""
        return {t: "disabled" not in a for a, t in self.all("button") if t != "Log out"}


def client(service: Stand) -> TestClient:
    return TestClient(application(service), raise_server_exceptions=False)


def get(service: Stand, path: str, status: int = 200) -> Page:
    answer = client(service).get(path)
    assert answer.status_code == status, answer.text
    return Page(answer.text)


def checked(page: Page) -> Page:
    """Check what every page must have: landmarks, headings in order, labels, unique ids."""
    assert [len(page.all(tag)) for tag in ("header", "main", "h1")] == [1, 1, 1]
    levels = [int(tag[1]) for tag, _, _ in page.found if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes, _ in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes, _ in page.found:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((attributes.get(name) or "").split()) <= set(ids)
    labels = " ".join(page.texts("label"))
    fields = [tag for tag, a, _ in page.found if tag in ("textarea", "select")]
    assert not fields or labels
    for _, attributes, _ in page.found:
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    assert not page.all("style")
    assert all("src" in attributes for attributes, _ in page.all("script"))
    return page


PATH = "/runs/20261121_101501_k001"


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_page(status: Status) -> None:
    page = checked(get(Stand(view(run(status))), PATH))
    assert page.texts("h1") == [
        {"awaiting_approval": "Needs approval"}.get(
            status.value, status.value.replace("_", " ").capitalize()
        )
    ]
    for attributes, _ in page.all("form", method="post"):
        assert str(attributes["action"]).startswith((PATH, "/logout"))
    assert page.texts("h2").count("Timeline") == 1


def test_the_first_page_shows_what_needs_attention_and_the_history() -> None:
    runs = [view(run(status, number)) for number, status in enumerate(Status, 1)]
    faults = {"qa": Locked("dbt", "shop.duckdb is open in process 7", next_command="stop it")}
    page = checked(get(Stand(*runs, faults=faults), "/"))
    assert page.texts("h1") == ["4 things need attention"]
    assert "shop.duckdb is open in process 7" in " ".join(page.texts("li"))
    assert len(page.all("tr")) == 1 + len(runs)
    (picture,) = page.all("svg", role="img")
    assert str(picture[0]["aria-label"]).startswith(f"Last {len(runs)} runs:")
    links = {str(attributes.get("href")) for attributes, _ in page.all("a")}
    assert {f"/runs/{each.run.run_id}" for each in runs} <= links


def test_newer_runs_of_another_target_hide_none_that_needs_approval() -> None:
    newer = [view(run(Status.PUBLISHED, number, target="qa")) for number in range(2, 62)]
    page = checked(get(Stand(*newer, view(run())), "/"))
    assert page.texts("h1") == ["1 thing needs attention"]
    assert len(page.all("tr")) == 1 + 50
    assert page.texts("h2")[1] == "Last 50 runs"
    assert page.all("a", href="/?all=1")
    assert len(get(Stand(*newer, view(run())), "/?all=1").all("tr")) == 1 + 61


def test_the_pages_name_the_environment_of_a_run_and_the_history_filters_by_it() -> None:
    runs = [run(number=n, env=env) for n, env in enumerate(("pr_2", None, "pr_1"), 1)]
    service = Stand(*map(view, runs))
    page = checked(get(service, "/"))
    assert "Environment" in page.texts("th")
    assert [text for _, text in page.all("option")][-4:] == ["All", "None", "pr_1", "pr_2"]
    assert f"{runs[0].run_id} · target prod · environment pr_2" in page.texts("p")
    for query, number in (("pr_1", 2), ("-", 1)):
        found = checked(get(service, f"/?env={query}"))
        assert [text for _, text in found.all("th", scope="row")] == [runs[number].run_id]
    assert "Target prod, environment pr_2" in checked(get(service, PATH)).texts("p")
    without = checked(get(Stand(view(run())), "/"))
    assert "Environment" not in [*without.texts("th"), *without.texts("span")]


def test_without_runs_the_first_page_says_so() -> None:
    page = checked(get(Stand(), "/"))
    assert page.texts("h1") == ["Nothing needs attention"]
    assert not page.all("table")


def test_a_search_shows_only_what_matches() -> None:
    service = Stand(view(run()), view(run(Status.REJECTED, 2)))
    page = checked(get(service, "/?q=too+many&status=rejected"))
    assert page.texts("h1") == ["History"]
    assert len(page.all("tr")) == 2
    assert page.all("input", name="q", value="too many")
    assert page.all("option", value="rejected")[0][0].keys() >= {"selected"}
    assert "No run matches." in " ".join(get(service, "/?q=nothing").texts("p"))


def test_a_job_elsewhere_is_said_on_the_first_page() -> None:
    job = Job("rollback", "20261121_101501_k001", "prod", ANA)
    page = checked(get(Stand(view(run()), working=job), "/"))
    assert "Rolling back run 20261121_101501_k001" in page.texts("div", role="status")[0]
    assert page.all("meta", **{"http-equiv": "refresh"})


def test_a_run_that_was_not_read_before_another_is_published_says_so() -> None:
    job = Job("publish", "20261121_101502_k002", "prod", ANA)
    page = checked(get(Stand(view(run(), report=None, working=job)), PATH))
    (said,) = page.texts("div", role="status")
    assert said.startswith("Publishing run 20261121_101502_k002, started by ana. This page shows")
    assert "The report is shown when this has ended." in page.texts("p")
    unaudited = get(Stand(view(run(Status.FAILED), working=job)), PATH)
    assert "This run has no report: its audit did not finish." in unaudited.texts("p")


def test_the_error_of_a_job_is_shown_until_the_run_has_reached_its_goal() -> None:
    job = Job("publish", "20261121_101501_k001", "prod", ANA)
    job.end(Locked("publish", "another run holds the lock"))
    for status, shown in ((Status.APPROVED, 1), (Status.PUBLISHED, 0), (Status.ROLLED_BACK, 0)):
        page = checked(get(Stand(view(run(status), job=job)), PATH))
        assert len(page.all("div", role="alert")) == shown


# -- a run -----------------------------------------------------------------------------------------


def test_a_run_that_needs_approval_has_forms_that_carry_what_was_seen() -> None:
    shown = view(run())
    page = get(Stand(shown), PATH)
    assert page.buttons() == {"Approve and publish": True, "Approve": True, "Reject": True}
    assert shown.report
    assert len(page.all("input", name="seen", value=shown.report["created_at"])) == 2
    assert "required" in page.all("textarea", name="reason")[1][0]
    assert page.texts("section", **{"aria-label": "Report"})


def test_a_button_that_is_off_is_described_by_the_reason() -> None:
    why = condition("not_requester", "ana requested this run", holds=False)
    page = get(Stand(view(run(), can_approve(why))), PATH)
    assert page.buttons() == {"Approve and publish": False, "Approve": False, "Reject": True}
    ((attributes, _),) = [each for each in page.all("button") if each[1] == "Approve"]
    assert page.texts("p", id=str(attributes["aria-describedby"])) == ["ana requested this run"]
    assert "Does not hold: ana requested this run" in " ".join(page.texts("li"))


def test_gates_are_listed_with_a_box_each_and_a_required_reason() -> None:
    closed = condition("gates", "the audit blocks the run", holds=False)
    gates = ["max_removed", "max_changed"]
    page = checked(
        get(Stand(view(run(Status.AUDIT_FAILED), can_approve(closed, gates=gates))), PATH)
    )
    boxes = page.all("input", type="checkbox", name="override")
    assert [attributes["value"] for attributes, _ in boxes] == gates
    assert all("required" in attributes for attributes, _ in boxes)
    assert "required" in page.all("textarea", name="reason")[0][0]


def test_the_first_of_two_approvals_cannot_publish() -> None:
    page = get(Stand(view(run(), can_approve(needed=2))), PATH)
    assert page.buttons() == {"Approve": True, "Reject": True}
    page = get(Stand(view(run(), can_approve(needed=2, approvals=[approval("ben")]))), PATH)
    assert "1 of 2 approvals: ben" in " ".join(page.texts("p"))


def test_an_interrupted_publish_says_what_is_in_prod_and_goes_on_or_back() -> None:
    state = "published in core only; as before the run in marts"
    page = get(Stand(view(run(Status.PUBLISH_INTERRUPTED, prod=state))), PATH)
    assert f"Prod: {state}" in page.texts("div")
    assert page.buttons() == {"Finish publishing": True}
    assert page.all("a", href=f"{PATH}/rollback")


def test_a_job_shows_its_lines_and_follows_with_or_without_a_script() -> None:
    job = Job("publish", "20261121_101501_k001", "prod", ANA)
    job.lines = ["one", "two <b>"]
    service = Stand(view(run(Status.APPROVED), job=job))
    page = checked(get(service, PATH))
    ((log, text),) = page.all("div", role="log")
    assert text == "one two <b>"
    assert log["data-live"] == f"{PATH}/live?after=2"
    assert page.all("meta", **{"http-equiv": "refresh"})
    assert str(page.all("script")[0][0]["src"]).startswith("/static/live.js?v=")
    assert page.buttons() == {}
    job.end(WapError("publish", "the disk is full", prod="unchanged", next_command="wap publish"))
    page = checked(get(service, PATH))
    assert "the disk is full" in page.texts("div", role="alert")[0]
    assert not page.all("script") + page.all("meta", **{"http-equiv": "refresh"})


def test_the_progress_is_sent_as_events_from_the_line_that_the_page_has() -> None:
    job = Job("publish", "20261121_101501_k001", "prod", ANA)
    job.lines = ["one", "two\nthree"]
    job.end(None)
    service = Stand(view(run()))
    service.jobs[job.run_id] = job
    answer = client(service).get(f"{PATH}/live?after=1")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == "id: 2\nevent: line\ndata: two\ndata: three\n\nevent: end\ndata:\n\n"
    again = client(service).get(f"{PATH}/live", headers={"last-event-id": "2"})
    assert again.text == "event: end\ndata:\n\n"
    assert client(Stand(view(run()))).get(f"{PATH}/live").status_code == 404


def test_what_people_wrote_is_shown_as_text() -> None:
    forged = view(run(requested_by=FORGED, reason=FORGED, prod=FORGED, git_sha=FORGED))
    for path in ("/", PATH, f"{PATH}/rollback", f"/?q={FORGED}"):
        assert not get(Stand(forged), path).all("script")


# -- forms -----------------------------------------------------------------------------------------


def test_an_approval_passes_on_what_the_form_says_and_shows_the_outcome_once() -> None:
    service = Stand(view(run()))
    browser = client(service)
    form = {"seen": "t1", "reason": " fine ", "override": ["a", "b"], "publish": "1"}
    answer = browser.post(f"{PATH}/approve", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    given = {"seen": "t1", "reason": "fine", "override": ("a", "b"), "publish": True}
    assert service.asked == [("approve", given)]
    outcome = "Run 20261121_101501_k001: approve done"
    assert Page(browser.get(PATH).text).texts("div", role="status") == [outcome]
    assert Page(browser.get(PATH).text).texts("div", role="status") == []


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("approve", {"seen": "t1", "reason": None, "override": (), "publish": False}),
        ("reject", {"seen": "t1", "reason": ""}),
        ("publish", {"seen": "t1", "reason": None}),
        ("rollback", {"seen": "t1", "reason": None}),
    ],
)
def test_every_form_reaches_the_service(verb: str, given: dict[str, Any]) -> None:
    service = Stand(view(run()))
    answer = client(service).post(f"{PATH}/{verb}", data={"seen": "t1"}, follow_redirects=False)
    assert answer.status_code == 303
    assert service.asked == [(verb, given)]


def test_a_refusal_shows_its_three_lines_and_keeps_what_was_written() -> None:
    refusal = WaitingApproval("approve", "ana is not an approver", next_command="ask ben")
    answer = client(Stand(view(run()), refusal=refusal)).post(
        f"{PATH}/approve", data={"seen": "t1", "reason": "as planned"}
    )
    page = checked(Page(answer.text))
    assert answer.status_code in (403, 409)
    assert page.texts("div", role="alert") == [
        "ana is not an approver prod: unchanged next: ask ben"
    ]
    assert page.texts("textarea") == ["as planned", ""]


def test_a_page_from_before_a_second_audit_shows_the_new_report() -> None:
    refusal = Stale("approve", "run k001 was audited again after this report was shown")
    shown = view(run())
    answer = client(Stand(shown, refusal=refusal)).post(f"{PATH}/approve", data={"seen": "t0"})
    page = checked(Page(answer.text))
    assert answer.status_code == 409
    assert "audited again after this report was shown" in page.texts("div", role="alert")[0]
    assert "The report below is the new one." in page.texts("div", role="status")[0]
    assert shown.report
    assert page.all("input", name="seen", value=shown.report["created_at"])


def test_a_link_to_a_report_that_is_not_the_last_says_so() -> None:
    shown = view(run())
    assert shown.report
    page = checked(get(Stand(shown), f"{PATH}?seen=t0"))
    assert "audited again" in page.texts("div", role="status")[0]
    page = get(Stand(shown), f"{PATH}?seen={shown.report['created_at']}")
    assert not page.all("div", role="status")


def test_a_rollback_is_confirmed_on_a_page_that_says_what_returns_and_what_is_lost() -> None:
    service = Stand(view(run(Status.PUBLISHED)))
    page = checked(get(service, f"{PATH}/rollback"))
    assert "Prod will be restored to its state before 2026-11-21 10:19 UTC." in page.texts("dd")
    assert page.buttons() == {"Roll back": True}
    assert "alter schema" in page.texts("pre")[0]
    service.refusal = Stale("rollback", "prod changed since", next_command="wap report")
    answer = client(service).post(f"{PATH}/rollback", data={"reason": "bad"})
    page = checked(Page(answer.text))
    assert answer.status_code == 409
    assert "prod changed since" in page.texts("div", role="alert")[0]
    assert page.texts("textarea") == ["bad"]


def test_a_run_that_is_not_published_cannot_be_rolled_back() -> None:
    page = checked(get(Stand(view(run())), f"{PATH}/rollback"))
    assert page.buttons() == {}


def test_the_statements_of_a_publish_have_a_page() -> None:
    page = checked(get(Stand(view(run())), f"{PATH}/statements"))
    assert page.texts("pre") == ["begin; alter schema marts rename to marts__wap; commit;"]


# -- errors ----------------------------------------------------------------------------------------


class Broken(Stand):
    """A service that fails."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    async def run(self, *given: object) -> Any:
        raise self._error


def test_what_does_not_exist_is_not_found() -> None:
    for path in ("/nope", PATH, f"{PATH}/statements/x", "/static/nope.css"):
        answer = client(Stand()).get(path)
        assert answer.status_code == 404
        assert checked(Page(answer.text)).texts("h1") == ["Not found"]
    assert client(Stand()).get(f"{PATH}/approve").status_code == 405


def test_a_locked_file_names_the_process_and_can_be_tried_again() -> None:
    locked = Locked("dbt", "shop.duckdb is open in process 7", next_command="wait")
    page = checked(get(Broken(locked), PATH, 503))
    assert "open in process 7" in page.texts("div", role="alert")[0]
    assert page.all("a", href=PATH)


def test_the_first_page_is_an_error_only_if_no_target_could_be_read() -> None:
    locked = Locked("dbt", "shop.duckdb is open in process 7")
    page = checked(get(Stand(faults={"prod": locked, "qa": locked}), "/", 503))
    assert page.texts("h1") == ["2 things need attention"]
    assert "No target could be read." in page.texts("p")


def test_a_bug_is_a_page_and_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    page = checked(get(Broken(KeyError("x")), PATH, 500))
    assert page.texts("h1") == ["Something went wrong"]
    assert "a page failed" in caplog.text


def test_files_are_kept_by_browsers() -> None:
    browser = client(Stand())
    for attributes, _ in Page(browser.get("/").text).all("link"):
        answer = browser.get(str(attributes["href"]))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert browser.get("/").headers["cache-control"] == "no-store"
