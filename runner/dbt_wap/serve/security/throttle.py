"""Slow down who guesses passwords."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from dbt_wap.serve.home import same_name

PER_USER = RateLimitItemPerMinute(5, 5, namespace="user")
PER_ADDRESS = RateLimitItemPerMinute(20, 5, namespace="address")
_LONGEST = 100


class Throttle:
    """Counts failed logins of a user and of an address in the last 5 minutes."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, user: str, address: str) -> int:
        """Return how many seconds to wait before the next attempt; 0 if it is allowed."""
        keys = self._keys(user, address)
        return max(0 if self._limiter.test(*key) else self._seconds(*key) for key in keys)

    def failed(self, user: str, address: str) -> None:
        """Count a failed attempt."""
        for key in self._keys(user, address):
            self._limiter.hit(*key)

    def succeeded(self, user: str) -> None:
        """Forget the failures of a user."""
        self._limiter.clear(PER_USER, same_name(user)[:_LONGEST])

    def _seconds(self, item: RateLimitItem, key: str) -> int:
        ends = self._limiter.get_window_stats(item, key).reset_time
        return max(1, math.ceil(ends - time.time()))

    @staticmethod
    def _keys(user: str, address: str) -> tuple[tuple[RateLimitItem, str], ...]:
        return (PER_USER, same_name(user)[:_LONGEST]), (PER_ADDRESS, address)
