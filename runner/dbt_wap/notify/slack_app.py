"""The Slack app: one message for each run, which later events edit, with replies in its thread."""

from __future__ import annotations

from dataclasses import dataclass, field

from dbt_wap.notify.notice import IN_THREADS, Delivery, Notice, Thread
from dbt_wap.notify.slack_client import SlackClient, SlackFault
from dbt_wap.notify.slack_message import payload, reply
from dbt_wap.notify.web import DEADLINE
from dbt_wap.report.markdown import markdown

_LOST = {
    *("message_not_found", "thread_not_found", "channel_not_found", "is_archived"),
    *("cant_update_message", "edit_window_closed"),
}
"""Slack's errors for a message that was deleted, or that the app may not edit."""

_BROADCAST = ("waiting", "interrupted")
_WITHOUT_PREVIEWS = {"unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True)
class SlackApp:
    """An app that posts to a channel; its token is a secret."""

    token: str = field(repr=False)
    channel: str
    api_url: str | None = None
    name: str = "Slack"
    events: frozenset[str] = IN_THREADS
    has_threads: bool = True
    deadline: float = DEADLINE

    def send(self, notice: Notice) -> Delivery:
        """Post the first message of a run, or edit it and reply in its thread."""
        if not self.channel:
            return Delivery.of("WAP_SLACK_CHANNEL is not set.")
        try:
            client = SlackClient(self.token, self.api_url, self.deadline)
            told = self._follow(client, notice) if notice.thread else None
            thread = told or self._first(client, notice)
        except SlackFault as fault:
            return Delivery.of(fault.sentence)
        made = None if told else thread
        if notice.event != "waiting":
            return Delivery(True, thread=made)
        return Delivery(True, self._attach(client, notice, thread), made)

    def _first(self, client: SlackClient, notice: Notice) -> Thread:
        """Post the first message of a run."""
        shown = {**payload(notice, decides=True), **_WITHOUT_PREVIEWS}
        answer = client.call("chat_postMessage", channel=self.channel, **shown)
        return Thread(str(answer["channel"]), str(answer["ts"]))

    def _follow(self, client: SlackClient, notice: Notice) -> Thread | None:
        """Edit the first message and reply to it; return None if it no longer exists."""
        thread = notice.thread
        assert thread is not None
        try:
            shown = payload(notice, decides=True)
            client.call("chat_update", channel=thread.channel_id, ts=thread.ts, **shown)
            client.call(
                "chat_postMessage",
                channel=thread.channel_id,
                thread_ts=thread.ts,
                reply_broadcast=notice.event in _BROADCAST,
                **reply(notice),
                **_WITHOUT_PREVIEWS,
            )
        except SlackFault as fault:
            if fault.code in _LOST:
                return None
            raise
        return thread

    def _attach(self, client: SlackClient, notice: Notice, thread: Thread) -> tuple[str, ...]:
        """Attach the report, without row values, to the thread; return why that failed."""
        run_id = notice.report.run_id if notice.is_safe else "run"
        try:
            client.call(
                "files_upload_v2",
                channel=thread.channel_id,
                thread_ts=thread.ts,
                filename=f"{run_id}.md",
                title=f"Report of run {run_id}",
                content=markdown(notice.report),
            )
        except SlackFault as fault:
            return (f"without the report: {fault.sentence}",)
        return ()
