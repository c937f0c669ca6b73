"""A Slack workspace to test against: the real slack_sdk talks to it over HTTP and WebSocket.

It checks what Slack's documentation says; calls of other methods fail. See README.md.
"""

from __future__ import annotations

from .emulator import SlackEmulator
from .people import Delivery, Person
from .workspace import Channel, File, Message, View

__all__ = ["Channel", "Delivery", "File", "Message", "Person", "SlackEmulator", "View"]
