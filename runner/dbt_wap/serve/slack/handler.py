"""Handle what Slack delivers: check who sent it, answer at once, then do the work."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dbt_wap.errors import WapError, unforeseen
from dbt_wap.model import Person
from dbt_wap.notify.slack_client import SlackFault
from dbt_wap.serve.model import Outcome
from dbt_wap.serve.security import audit_log
from dbt_wap.serve.slack import dialog, texts
from dbt_wap.serve.slack.payload import Asked, Incoming, Json, read

if TYPE_CHECKING:
    from dbt_wap.serve.home import Home
    from dbt_wap.serve.service import Service
    from dbt_wap.serve.slack.linking import Links
    from dbt_wap.serve.slack.web import SlackWeb

REMEMBERED = 3600.0
"""Seconds for which deliveries are remembered. Slack retries for minutes, and a signature is valid
for five."""

Work = Callable[[], Coroutine[Any, Any, None]]
_LOG = logging.getLogger("dbt_wap.slack")


@dataclass(frozen=True)
class Taken:
    """The answer to a delivery, and the work that follows it."""

    answer: Json | None = None
    work: Work | None = None


NOTHING = Taken()


class Handler:
    """Handles deliveries by Socket Mode and HTTP. `team` and `app` are None until Slack answers."""

    def __init__(self, service: Service, home: Home, web: SlackWeb, links: Links, url: str) -> None:
        self._service = service
        self._home = home
        self._web = web
        self._links = links
        self._url = url
        self.team: str | None = None
        self.app: str | None = None

    def take(self, payload: Mapping[str, Any]) -> Taken:
        """Return the answer to a delivery. Thread-safe; uses only the home, so it is quick."""
        incoming = read(payload)
        if incoming is None:
            return NOTHING
        if why := self._ignored(incoming):
            self._record(incoming, f"ignored: {why}")
            return NOTHING
        sender = incoming.sender
        if sender.team != self.team or sender.user_team != self.team:
            self._record(incoming, "refused: of another workspace")
            return self._say(incoming, texts.OTHER_WORKSPACE)
        if incoming.kind == "command":
            return self._command(incoming)
        if self._person(incoming) is None:
            self._record(incoming, "refused: not linked")
            return self._say(incoming, texts.NOT_LINKED)
        if incoming.kind == "click":
            return Taken(work=lambda: self._open(incoming))
        return self._submitted(incoming)

    def _ignored(self, incoming: Incoming) -> str | None:
        """Return why a delivery is ignored, such as a retry or one for another app, or None."""
        if self.team is None:
            return "the workspace of the app is not known yet"
        if self.app and incoming.sender.app != self.app:
            return f"for the app {incoming.sender.app}"
        known = f"slack:{incoming.kind}:{incoming.trigger}"
        if not self._home.use_once(known, time.time() + REMEMBERED):
            return "delivered before"
        return None

    def _person(self, incoming: Incoming) -> Person | None:
        name = self._home.slack_name(incoming.sender.team, incoming.sender.user)
        return Person(name, "slack", "slack") if name else None

    def _say(self, incoming: Incoming, text: str) -> Taken:
        """Answer with a text that only the sender sees."""
        if incoming.kind == "command":
            return Taken({"response_type": "ephemeral", "text": text})
        return Taken(work=lambda: self._tell(incoming, text))

    def _command(self, incoming: Incoming) -> Taken:
        sender = incoming.sender
        if incoming.text == "link":
            self._record(incoming, "made a link")
            return self._say(incoming, texts.link_text(self._links.make(sender)))
        if incoming.text == "unlink":
            removed = self._home.unlink_slack(sender.team, sender.user)
            self._record(incoming, "unlinked" if removed else "was not linked")
            return self._say(incoming, texts.UNLINKED if removed else texts.NO_LINK)
        if incoming.text == "status":
            if self._person(incoming) is None:
                return self._say(incoming, texts.NOT_LINKED)
            return Taken(work=lambda: self._status(incoming))
        return self._say(incoming, texts.HELP)

    async def _status(self, incoming: Incoming) -> None:
        board = await self._service.board()
        await self._tell(incoming, texts.status_text(board, self._url))

    async def _open(self, incoming: Incoming) -> None:
        """Open the dialog at once, and fill it in once the run is read."""
        asked, person = _asked(incoming), self._person(incoming)
        if person is None:
            await self._tell(incoming, texts.NOT_LINKED)
            return
        try:
            opened = await self._web.open(incoming.trigger, dialog.loading(asked))
        except SlackFault as fault:
            text = f"Could not open the dialog, please click again. {fault.sentence}"
            await self._tell(incoming, text)
            return
        try:
            view = await self._service.run(asked.run_id, person)
            shown = dialog.question(asked, view, incoming.channel)
        except Exception as error:
            shown = dialog.refusal(asked, _known(error))
        try:
            await self._web.update(opened, shown)
        except SlackFault as fault:
            _LOG.warning("could not show a run in Slack: %s", fault.sentence)

    def _submitted(self, incoming: Incoming) -> Taken:
        """Check what was filled in, close the dialog, and decide."""
        asked = _asked(incoming)
        if not incoming.reason and asked.decision == "reject":
            return _errors(texts.NO_REASON)
        if not incoming.reason and incoming.override:
            return _errors(texts.NO_OVERRIDE_REASON)
        return Taken(work=lambda: self._decide(incoming))

    async def _decide(self, incoming: Incoming) -> None:
        """Decide as the person that the sender is linked to, and tell the sender the outcome."""
        asked, person = _asked(incoming), self._person(incoming)
        if person is None:
            await self._tell(incoming, texts.NOT_LINKED)
            return
        action = asked.decision
        try:
            outcome = await self._act(incoming, asked, person)
            await self._tell(incoming, texts.outcome_text(outcome))
            if outcome.job:
                action = outcome.job.action
                await self._service.finished(outcome.job)
        except Exception as error:
            await self._tell(incoming, texts.refused_text(action, asked.run_id, _known(error)))

    async def _act(self, incoming: Incoming, asked: Asked, person: Person) -> Outcome:
        """Approve or reject the report that the message showed."""
        run_id, seen, reason = asked.run_id, asked.seen, incoming.reason
        if asked.decision == "reject":
            return await self._service.reject(run_id, person, reason=reason, seen=seen)
        return await self._service.approve(
            run_id,
            person,
            seen=seen,
            reason=reason or None,
            override=incoming.override,
            publish=incoming.publish,
        )

    async def _tell(self, incoming: Incoming, text: str) -> None:
        if problem := await self._web.tell(incoming, text):
            _LOG.warning("could not answer %s in Slack: %s", incoming.sender.user, problem)

    def _record(self, incoming: Incoming, outcome: str) -> None:
        asked, sender = incoming.asked, incoming.sender
        what = f"slack {asked.decision if asked else f'/wap {incoming.text}'}"
        run_id, who = asked.run_id if asked else None, f"{sender.team}/{sender.user}"
        audit_log.record(what, outcome, who=who, run_id=run_id)


def _asked(incoming: Incoming) -> Asked:
    assert incoming.asked is not None
    return incoming.asked


def _errors(text: str) -> Taken:
    return Taken({"response_action": "errors", "errors": {"reason": text}})


def _known(error: Exception) -> WapError:
    return error if isinstance(error, WapError) else unforeseen(error, "serve")
