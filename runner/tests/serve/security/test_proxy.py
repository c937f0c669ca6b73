"""Which connections are of the proxy."""

from __future__ import annotations

import pytest
from dbt_wap.serve.model import ServeOptions
from dbt_wap.serve.security.proxy import Proxy


@pytest.mark.parametrize(
    ("address", "trusted"),
    [
        *(("10.0.0.1", True), ("10.0.0.2", False), ("::ffff:10.0.0.1", True), ("fd00::5", True)),
        *(("fd01::5", False), ("fe80::1%eth0", False), ("", False), (None, False), ("a", False)),
    ],
)
def test_only_its_addresses_are_trusted(address: str | None, trusted: bool) -> None:
    named = ("10.0.0.1", "fd00::/64")
    proxy = Proxy.of(ServeOptions(proxy_header="X-User", proxy_addresses=named))
    assert proxy
    assert proxy.trusts(address) is trusted
