"""The order of the steps, and what is recorded when one of them fails."""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dbt_wap.cli.answers import ask_decision, ask_yes
from dbt_wap.cli.console import Console
from dbt_wap.dbt.choosing import by_name, fqn
from dbt_wap.dbt.dbt import Dbt
from dbt_wap.dbt.dbt_settings import ignored_settings
from dbt_wap.dbt.fixed_schemas import with_places
from dbt_wap.errors import (
    Cancelled,
    ConfigError,
    DbtFailed,
    Interrupted,
    Rejected,
    Stale,
    WaitingApproval,
    WapError,
)
from dbt_wap.given_vars import Vars
from dbt_wap.model import Mode, Run, Selection, Status
from dbt_wap.notify.notices import Notices
from dbt_wap.pipeline.endings import blocked, decided, first_lines, reason_of, unforeseen
from dbt_wap.pipeline.failing import add_failing_rows
from dbt_wap.pipeline.interrupts import interrupts
from dbt_wap.pipeline.store import Store
from dbt_wap.report import html as report_html
from dbt_wap.report import markdown as report_markdown
from dbt_wap.report import text as report_text

BUILDABLE = {"model", "seed", "snapshot"}
_GOALS = {"publish": Status.PUBLISHED, "rollback": Status.ROLLED_BACK}


@dataclass(frozen=True)
class Plan:
    """What a build takes: the models when a part is selected, dbt's flags, those of them that the
    caller gave to decide what is built, each node's place."""

    selected: list[str] | None
    full_refresh: bool
    flags: list[str]
    built_with: list[str]
    places: Mapping[str, Any]
    hooks: list[str]


class Pipeline:
    """Write, audit, ask, publish and the way back, for one project."""

    def __init__(self, dbt: Dbt, console: Console) -> None:
        self.dbt = dbt
        self.console = console
        self.settings = dbt.settings
        self.store = Store(dbt, console.error)
        self.notices = Notices(dbt, self.store, console)
        self.run_id: str | None = None
        self._changing: str | None = None
        self._hooks: list[str] = []
        self._before: Run | None = None
        self._place: str | None = None

    def of_records(self) -> Pipeline:
        """The same, for what asks for the records of runs alone."""
        self.store.only_records()
        return self

    # -- write ---------------------------------------------------------------------------------

    def plan(self, selection: Selection) -> Plan:
        """What a build would take, all of it in audit schemas; nothing was touched to know it."""
        if bool(selection.event_time_start) != bool(selection.event_time_end):
            what = "--event-time-start and --event-time-end go together"
            raise ConfigError("run", what, next_command="wap run")
        if ignored := ignored_settings():
            names = ", ".join(ignored)
            self.console.note(f"{names} of the environment: ignored, give the flag to wap")
        if not self.settings.dbt_executable:
            self._tell_place(self.store.call("describe_target")["text"])
        nodes = self.dbt.list_nodes(selection.choosing(), Mode.AUDIT)
        plan = self.plan_build({"selected": sorted(nodes)})
        taken = plan["build"]
        if not taken:
            raise ConfigError("run", "there is nothing to build", next_command="dbt ls")
        whole = not selection.choosing() and plan["whole"]
        built = [i for i in taken if nodes[i]["resource_type"] in BUILDABLE]
        flags = selection.running()
        if not whole or len(taken) < len(nodes):
            flags += by_name([fqn(nodes[i]) for i in taken], plan["beside"])
        return Plan(
            None if whole else built,
            selection.full_refresh,
            flags,
            selection.choosing() + selection.making(),
            plan["places"],
            plan["hooks"],
        )

    def _tell_place(self, text: str) -> None:
        """What is going to be published to was said, once."""
        if text and self._place != text:
            self._place = text
            self.console.note(text)

    def plan_build(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """What of the selected nodes an audit build takes, or a refusal with file and line."""
        try:
            args = {**args, "context": self.store.context}
            return self.dbt.operation("plan_build", args, Mode.AUDIT)
        except ConfigError as error:
            raise with_places(error, self.settings.project_dir) from error

    def write(self, plan: Plan, *, supersede: bool, drop_removed: bool, with_tests: bool) -> str:
        """The candidate is built in fresh audit schemas; returns the run id."""
        self._tell_place(self.store.publishes_to)
        opened = self.store.call(
            "clone_schema",
            selected=plan.selected,
            full_refresh=plan.full_refresh,
            built_with=plan.built_with,
            places=plan.places,
            drop_removed=drop_removed,
            supersede=supersede,
            audited_later=not with_tests,
        )
        run_id = self.run_id = str(opened["run_id"])
        self.console.note(f"run {run_id}: {opened['taken']} relation(s) taken from prod")
        self._hooks = plan.hooks
        flags = list(plan.flags)
        if not with_tests:
            flags += ["--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
        try:
            results = self.dbt.build("build", flags, Mode.AUDIT)
        except BaseException as error:
            self._mark(run_id, "build_died", reason_of(error))
            self._hide(run_id)
            raise
        try:
            self._check_built(run_id, results)
        except DbtFailed:
            self._hide(run_id)
            raise
        if not with_tests:
            self.store.call("hide_candidate", run=run_id)
        return run_id

    def _hide(self, run_id: str) -> None:
        """Nobody sees what a build that failed has left, whatever its hooks have granted."""
        try:
            self.store.call("hide_candidate", run=run_id)
        except WapError as error:
            self.console.error(f"warning: others may see the candidate of {run_id}: {error.what}")

    def _check_built(self, run_id: str, results: Sequence[Mapping[str, Any]]) -> None:
        broken = [
            result
            for result in results
            if result["status"] in ("error", "runtime error", "partial success")
            and result["unique_id"].split(".")[0] in BUILDABLE | {"operation"}
        ]
        if broken:
            text = "\n".join(f"{r['unique_id']}: {first_lines(r['message'])}" for r in broken)
            if all(r["unique_id"].startswith("operation.") for r in broken):
                self._mark(run_id, "hook_failed", text)
            raise DbtFailed(
                "write",
                f"{len(broken)} node(s) of run {run_id} failed\n{text}",
                next_command="wap run, once that is mended; the candidate is kept for a look",
            )

    # -- audit ---------------------------------------------------------------------------------

    def test(self, run: Run) -> None:
        """The tests of what the run built have run on its candidate; their results are recorded."""
        flags: list[str] = []
        chosen = {"--select", "--exclude", "--selector"} & {*run.options.get("built_with", [])}
        nodes = self.dbt.list_nodes(["--select", "fqn:*"] if chosen else [], Mode.AUDIT)
        within = run.options.get("selected")
        plan = self.plan_build({"selected": sorted(nodes), "within": within})
        tests = [fqn(nodes[i]) for i in plan["build"] if nodes[i]["resource_type"] not in BUILDABLE]
        if tests:
            flags = by_name(tests)
            self._check_built(run.run_id, self.dbt.build("test", flags, Mode.AUDIT))

    def audit(self, run_id: str, *, auto_approve: bool = False) -> dict[str, Any]:
        """The candidate was compared with prod and judged; the report is recorded and kept here."""
        self.run_id = run_id
        try:
            report = self.store.call("diff_report", run=run_id)
        except BaseException as error:
            if not isinstance(error, WapError) or isinstance(error, DbtFailed):
                self._mark(run_id, "audit_died", reason_of(error))
            raise
        add_failing_rows(self.store, report, self.console.note)
        report["auto_approve"] = auto_approve and report["verdict"] == "needs_approval"
        path = self.settings.report_path(run_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(report, indent=2), encoding="utf-8")
        path.with_suffix(".md").write_text(report_markdown.markdown(report), encoding="utf-8")
        path.with_suffix(".html").write_text(report_html.html(report), encoding="utf-8")
        return report

    def show(self, report: Mapping[str, Any], *, full: bool = False) -> None:
        """The report is on the terminal, with the place of its page."""
        self.console.page(report_text.text(report, full=full, colour=self.console.colour))
        page = self._page(report["run_id"])
        if page.is_file() and not full:
            self.console.result(f"\nThe report as a page: {page}")

    def open_page(self, report: Mapping[str, Any], *, full: bool) -> str:
        """The page of the report, written anew, is in the browser, or it is said where it is."""
        page = self._page(report["run_id"])
        if full:
            page = page.with_name("relation.html")
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(report_html.html(report, full=full), encoding="utf-8")
        if not webbrowser.open(page.as_uri()):
            self.console.error("warning: there is no browser here that could be opened")
        self.console.result(str(page))
        return str(page)

    def _page(self, run_id: str) -> Path:
        return self.settings.report_path(run_id).with_suffix(".html")

    def report(self, run: str | None) -> dict[str, Any]:
        """The newest report of a run: as it was made here, else as the warehouse has it."""
        stored: dict[str, Any] = self.store.call("read_report", run=run)
        path = self.settings.report_path(stored["run_id"])
        if path.is_file():
            local: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if local.get("created_at") == stored["created_at"]:
                return decided(local, stored)
        return stored

    # -- the whole -----------------------------------------------------------------------------

    def run(
        self,
        selection: Selection,
        *,
        auto_approve: bool,
        no_publish: bool,
        supersede: bool,
        drop_removed: bool,
    ) -> str:
        """Written, audited and, with a yes, published; returns the run id."""
        plan = self.plan(selection)
        with self.store.locked(new=True):
            run_id = self.write(
                plan, supersede=supersede, drop_removed=drop_removed, with_tests=True
            )
            report = self.audit(run_id, auto_approve=auto_approve and not no_publish)
            self.show(report)
            self._refuse_blocked(report)
            if report["verdict"] == "pass":
                if not report["publishes_ignored"]:
                    self.console.note(
                        "nothing differs from prod: nothing to approve, candidate discarded"
                    )
                elif no_publish:
                    self.console.note(f"candidate {run_id} needs no yes: wap publish {run_id}")
                else:
                    self.publish_locked(run_id)
                return run_id
            if report["auto_approve"]:
                self.store.call("approve", run=run_id, reason="--auto-approve")
                self.publish_locked(run_id)
                return run_id
        self.notices.send("waiting", report)
        if no_publish:
            self.console.note(f"candidate {run_id} waits: wap approve {run_id} --publish")
            return run_id
        if not self.console.interactive:
            raise WaitingApproval(
                "run",
                f"run {run_id} waits for approval",
                next_command=f"wap approve {run_id} --publish",
            )
        self.decide(report)
        return run_id

    def decide(self, report: Mapping[str, Any]) -> None:
        """A person has said yes, and the run is published, or no, and it is rejected."""
        run_id = report["run_id"]
        self.dbt.release()
        answer, reason = ask_decision(self.console, run_id)
        if answer is None:
            raise WaitingApproval(
                "run",
                f"run {run_id} waits for approval",
                next_command=f"wap approve {run_id} --publish",
            )
        if not answer:
            self.reject(run_id, reason)
            raise Rejected("run", f"run {run_id} is rejected: {reason}")
        self.approve(run_id, reason, seen=report["created_at"], then_publish=True)

    def _refuse_blocked(self, report: Mapping[str, Any]) -> None:
        if report["verdict"] == "blocked":
            self.notices.send("audit_failed", report)
            raise blocked(report)

    # -- publish and back ----------------------------------------------------------------------

    def approve(
        self,
        run: str | None,
        reason: str | None,
        *,
        override: Sequence[str] = (),
        seen: str | None = None,
        then_publish: bool = False,
    ) -> str:
        """The yes is recorded, and with `then_publish` the candidate is in prod."""
        with self.store.locked():
            done = self.store.call(
                "approve", run=run, reason=reason, override=list(override), seen=seen
            )
            run_id = str(done["run_id"])
            if then_publish:
                self.publish_locked(run_id)
        return run_id

    def publish(self, run: str | None, *, force: bool = False) -> dict[str, Any]:
        """The approved candidate is in prod, or was already."""
        with self.store.locked():
            return self.publish_locked(run, force=force)

    def publish_locked(self, run: str | None, *, force: bool = False) -> dict[str, Any]:
        """The same, for a caller that holds the lock."""
        fits = {"awaiting_approval", "approved", "publishing", "publish_interrupted"}
        before = self._before = self.store.find(run, fits)
        run = self.run_id = before.run_id if before else None
        self._begin("publish")
        try:
            done = self._swap(run, force)
            if done["views"]:
                self._remake_views(done)
                done = self.store.call("finish_publish", run=done["run_id"])
        except Stale as error:
            self._mark_stale(run, error)
            raise
        run_id = self.run_id = str(done["run_id"])
        found = self.store.find(run_id)
        if found and found.status is Status.PUBLISHED and not done.get("was_done"):
            back = "rollback" in found.next
            way = f"back: {found.next}" if back else "no archive is kept (wap_keep), no way back"
            self.console.note(f"run {run_id} is published; {way}")
            self.notices.send_of("published", run_id)
        return done

    def _begin(self, step: str) -> None:
        """From now on prod may change: whatever ends this command, `settle` reads what is true."""
        self._changing = step
        interrupts.only_one_more()

    def _swap(self, run: str | None, force: bool) -> dict[str, Any]:
        """Prod is the candidate; views that name audit schemas were made for prod before it.

        Of views that dbt makes once more the macros first want to know what dbt makes of them here
        and now: in the audit naming, where the candidate is, and with the vars of the run.
        """
        args: dict[str, Any] = {"run": run, "force": force, "need_approval": True, "finish": False}
        done = self.store.call("swap_schema", **args)
        if "compile" in done:
            dbt = self._with_vars_of(self._known(done["run_id"]))
            flags = by_name(done["compile"], done["beside"])
            args["compiled"] = dbt.compiled(flags, Mode.AUDIT) if done["compile"] else {}
            if done["hooks"] and self.settings.dbt_executable:
                self.console.note(
                    "views are made again: a dbt executable runs the project's on-run hooks with "
                    "them once more (dbt in process does not): " + "; ".join(done["hooks"])
                )
            done = self.store.call("swap_schema", **args)
        if not done.get("prepare"):
            return done
        found = self._known(done["run_id"])
        for views in done["prepare"]:
            self._prepare_views(found, views)
        return self.store.call("swap_schema", **args, prepared=True)

    def _prepare_views(self, run: Run, views: Sequence[str]) -> None:
        """dbt has made the views in the audit schema as prod will have them, as far as it could.

        One that needs what only the candidate has cannot be made yet: its turn is after the swap.
        """
        dbt = self._with_vars_of(run, {"dbt_wap_views": list(views)})
        args = {"views": views, "pairs": list(run.schemas), "context": self.store.context}
        plan = dbt.operation("plan_views", args, Mode.VIEWS)
        if plan["ready"]:
            flags = by_name(plan["views"], plan["beside"])
            results = dbt.build("run", flags, Mode.VIEWS)
            later = [r for r in results if r["status"] not in ("success", "no-op")]
            if later:
                self.console.note(f"{len(later)} view(s) can only be made after the swap")
        else:
            self.console.note(
                "views are made after the swap: your generate_schema_name does not pass node on"
            )

    def _known(self, run_id: str) -> Run:
        found = self.store.find(run_id)
        assert found is not None
        return found

    def _with_vars_of(self, run: Run, more: Mapping[str, Any] | None = None) -> Dbt:
        """dbt with the vars that the run was built with."""
        given = Vars.of(run.vars)
        if given == self.settings.vars and not more:
            return self.dbt
        return self.dbt.with_settings(replace(self.settings, vars=given, own_vars=more or {}))

    def _remake_views(self, done: Mapping[str, Any]) -> None:
        """dbt has made the views once more, in prod and under prod's names."""
        flags = [*by_name(done["views"], done["beside"]), *done.get("flags", ())]
        found = self._known(done["run_id"])
        results = self._with_vars_of(found).build("run", flags, Mode.PROD)
        broken = [r["unique_id"] for r in results if r["status"] not in ("success", "no-op")]
        if broken:
            raise DbtFailed("publish", "dbt could not make views again: " + ", ".join(broken))

    def settle(self, error: BaseException, where: str) -> WapError | None:
        """What is true after a failure, and None where the goal was reached all the same.

        Once prod may have changed nothing is said of it that was not read back from the warehouse.
        """
        known = error if isinstance(error, WapError) else None
        if self._changing is None:
            known = known or unforeseen(error, where)
            if self._hooks and known.prod in (None, "unchanged"):
                hooks = "; ".join(self._hooks)
                known.prod = f"unchanged by dbt-wap; run hooks of the build were not held: {hooks}"
            return known
        step, goal = self._changing, _GOALS[self._changing]
        try:
            found = self.store.find(self.run_id, {"publishing", "publish_interrupted"})
        except WapError as second:
            what = f"{reason_of(error)}; then the state could not be read: {second.what}"
            lost = Interrupted(step, what, prod="UNKNOWN")
            self.notices.send_interrupted(self.run_id, self._before, lost)
            return lost
        if found is None:
            return known or unforeseen(error, where)
        if found.status is goal and isinstance(error, DbtFailed):
            self.console.error(f"warning: after the {step} was done: {error.what}")
            return None
        halfway = found.status in (Status.PUBLISHING, Status.PUBLISH_INTERRUPTED)
        if halfway and (known is None or known.prod is None):
            return self._interrupted(found, self._broken_off(step, found, error))
        known = known or unforeseen(error, where, found.prod)
        if halfway or known.prod in (None, "unchanged"):
            known.prod = found.prod
        if known is not error:
            known.next_command = found.next
        return self._interrupted(found, known) if halfway else known

    def _interrupted(self, run: Run, error: WapError) -> WapError:
        """The same error; whoever is told of runs knows that this one is halfway."""
        self.notices.send_interrupted(run.run_id, run, error)
        return error

    def _broken_off(self, step: str, run: Run, error: BaseException) -> Interrupted:
        """The run is recorded as interrupted; what is in prod, and the command that goes on."""
        if run.status is Status.PUBLISHING:
            with suppress(WapError), self.store.locked():
                self.store.call(
                    "mark_run", run=run.run_id, event="interrupted", reason=reason_of(error)
                )
        return Interrupted(
            step,
            f"the {step} of run {run.run_id} did not end: {reason_of(error)}",
            prod=run.prod,
            next_command=run.next,
        )

    def reject(self, run: str | None, reason: str) -> str:
        """The no and its reason are recorded."""
        with self.store.locked():
            run_id = str(self.store.call("reject", run=run, reason=reason)["run_id"])
        self.notices.send_of("rejected", run_id, (reason,))
        return run_id

    def rollback(self, run: str | None, *, force: bool, yes: bool) -> str:
        """Prod is what it was before the run was published; a person at a terminal is asked."""
        if self.console.interactive and not yes:
            run = self._meant(run, force)
        with self.store.locked():
            before = self._before = self.store.find(
                run, {"published", "publishing", "publish_interrupted", "rolled_back"}
            )
            self.run_id = before.run_id if before else None
            self._begin("rollback")
            run_id = str(self.store.call("rollback", run=run, force=force)["run_id"])
        if before and before.status is not Status.ROLLED_BACK:
            self.notices.send_of("rolled_back", run_id)
        return run_id

    def _meant(self, run: str | None, force: bool) -> str:
        """The run that somebody wants rolled back, who has read what prod will be."""
        plan = self.store.call("rollback", run=run, force=force, dry_run=True)
        run_id = str(plan["run_id"])
        if plan.get("back"):
            self.console.note(f"rollback of run {run_id}: {plan['back']}")
            self.dbt.release()
            if not ask_yes(self.console, "Roll back?"):
                raise Cancelled("rollback", f"run {run_id} is not rolled back", prod="as published")
        return run_id

    # -- around --------------------------------------------------------------------------------

    def _mark(self, run_id: str, event: str, reason: str) -> None:
        try:
            self.store.call("mark_run", run=run_id, event=event, reason=reason)
        except WapError as error:
            self.console.error(f"could not record of run {run_id} that {reason}: {error.what}")

    def _mark_stale(self, run: str | None, error: Stale) -> None:
        found = self.store.find(run, {"approved"})
        if found and found.status in (Status.APPROVED, Status.AWAITING_APPROVAL):
            self._mark(found.run_id, "stale", error.what)

    def status(self, run: str | None) -> dict[str, Any]:
        """What `wap status --json` prints."""
        found = self.store.find(run)
        if found is None:
            raise ConfigError("status", "there is no run yet", next_command="wap run")
        tests: Mapping[str, int] = {"pass": 0, "warn": 0, "fail": 0, "skip": 0}
        if any(event["event"] in ("audited", "blocked", "passed") for event in found.events):
            try:
                tests = self.store.call("read_report", run=found.run_id)["tests"]
            except WapError:
                self.console.note(f"run {found.run_id} has no report: its audit did not end")
        names = ["prod", "audit", "archive", "swapped"]
        if len({pair.get("database") for pair in found.schemas}) > 1:
            names.insert(0, "database")
        return {
            "run_id": found.run_id,
            "status": found.status.value,
            "verdict": found.verdict,
            "reason": found.reason,
            "created_at": found.created_at,
            "expires_at": found.expires_at,
            "requested_by": found.requested_by,
            "git_sha": found.git_sha,
            "schemas": [
                {name: pair[name] for name in names if name in pair} for pair in found.schemas
            ],
            "tests": dict(tests),
            "report": str(self.settings.report_path(found.run_id)),
            "report_html": str(self._page(found.run_id)),
            "next": found.next,
        }


def settle(error: BaseException, where: str, pipeline: Pipeline | None) -> WapError | None:
    """What is true after a failure; see Pipeline.settle."""
    if pipeline:
        return pipeline.settle(error, where)
    return error if isinstance(error, WapError) else unforeseen(error, where)
