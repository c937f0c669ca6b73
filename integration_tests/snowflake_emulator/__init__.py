"""A Snowflake to test against: the real connector and the real dbt-snowflake talk to it.

Only what the documentation says is emulated; what is not raises instead of guessing. See README.md.
"""

from __future__ import annotations

from .server.emulator import Emulator

__all__ = ["Emulator"]
