"""The calls of Slack's Web API."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from dbt_wap.notify.slack_client import SlackClient, SlackFault
from dbt_wap.notify.web import post_json
from dbt_wap.serve.slack.payload import Incoming, Json
from dbt_wap.serve.slack.settings import SlackSettings

DEADLINE = 10.0
_HOOKS = "hooks.slack.com"


class SlackWeb:
    """The calls, each in a thread, because the library is synchronous."""

    def __init__(self, settings: SlackSettings) -> None:
        self._settings = settings
        host = urlsplit(settings.api_url).netloc if settings.api_url else _HOOKS
        self._hook = f"{'http' if settings.api_url else 'https'}://{host}/"

    def team(self) -> str:
        """Return the id of the workspace that installed the app; raise SlackFault."""
        return str(self._call("auth_test")["team_id"])

    async def open(self, trigger: str, view: Json) -> str:
        """Open a dialog and return its id; raise SlackFault."""
        answer = await self._ask("views_open", trigger_id=trigger, view=view)
        return str(answer["view"]["id"])

    async def update(self, view_id: str, view: Json) -> None:
        """Replace a dialog; raise SlackFault."""
        await self._ask("views_update", view_id=view_id, view=view)

    async def tell(self, incoming: Incoming, text: str) -> str | None:
        """Show a text only to the sender; return None, or why that failed.

        A submitted dialog has no response URL. If the app or the user is not in the channel, the
        text is sent as a direct message.
        """
        if incoming.response_url.startswith(self._hook):
            said = {"response_type": "ephemeral", "replace_original": False, "text": text}
            return await asyncio.to_thread(post_json, incoming.response_url, said)
        user = incoming.sender.user
        try:
            await self._ask("chat_postEphemeral", channel=incoming.channel, user=user, text=text)
        except SlackFault:
            try:
                await self._ask("chat_postMessage", channel=user, text=text)
            except SlackFault as fault:
                return fault.sentence
        return None

    async def _ask(self, method: str, **args: Any) -> Mapping[str, Any]:
        return await asyncio.to_thread(self._call, method, **args)

    def _call(self, method: str, **args: Any) -> Mapping[str, Any]:
        settings = self._settings
        return SlackClient(settings.bot_token, settings.api_url, DEADLINE).call(method, **args)
