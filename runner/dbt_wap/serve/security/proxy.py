"""Trust the user name that a reverse proxy sends, if the connection comes from that proxy.

`X-Forwarded-For`, `-Proto` and `-Host` are always ignored.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from dbt_wap.errors import ConfigError
from dbt_wap.model import Person
from dbt_wap.serve.home import checked_name

if TYPE_CHECKING:
    from dbt_wap.serve.model import ServeOptions

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


class ProxyFault(Exception):
    """A request whose proxy header cannot be trusted; the text is for people."""


@dataclass(frozen=True)
class Proxy:
    """The headers with the name and the groups of a person, and who may send them."""

    header: str
    groups_header: str | None
    networks: tuple[IPv4Network | IPv6Network, ...]

    @classmethod
    def of(cls, options: ServeOptions) -> Proxy | None:
        """Return the proxy of the options, or None without one; raise ConfigError."""
        if bool(options.proxy_header) != bool(options.proxy_addresses):
            raise _wrong("--proxy-header and --proxy-address require each other")
        if not options.proxy_header:
            if options.proxy_groups_header:
                raise _wrong("--proxy-groups-header requires --proxy-header")
            return None
        for header in filter(None, (options.proxy_header, options.proxy_groups_header)):
            if not _HEADER.fullmatch(header):
                raise _wrong(f"{header!r} is not the name of a header")
        networks = tuple(map(_network, options.proxy_addresses))
        return cls(options.proxy_header, options.proxy_groups_header, networks)

    def person(self, headers: Headers, address: str | None) -> Person | None:
        """Return the person of a request, or None without the header; raise ProxyFault."""
        names = headers.getlist(self.header)
        groups = headers.getlist(self.groups_header) if self.groups_header else []
        if not names and not groups:
            return None
        if not self.trusts(address):
            raise ProxyFault("Only the reverse proxy may send the header with the user.")
        if not names:
            return None
        if len(names) > 1 or "," in names[0] or len(groups) > 1:
            raise ProxyFault("The reverse proxy sent more than one user, or two lists of groups.")
        listed = _text(groups[0]) if groups else ""
        try:
            name = checked_name(_text(names[0]))
        except ConfigError as error:
            raise ProxyFault(f"The reverse proxy sent a bad user: {error.what}.") from None
        own = tuple(group.strip() for group in listed.split(",") if group.strip())
        return Person(name, "page", "proxy", own)

    def trusts(self, address: str | None) -> bool:
        """Return whether a connection from this address comes from the proxy."""
        try:
            at = ip_address((address or "").partition("%")[0])
        except ValueError:
            return False
        if isinstance(at, IPv6Address) and at.ipv4_mapped:
            at = at.ipv4_mapped
        return any(at in network for network in self.networks)


def _text(value: str) -> str:
    """Return a header as text: ASGI decodes bytes as latin-1, proxies send UTF-8."""
    try:
        text = value.encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        raise ProxyFault("The header of the reverse proxy is not UTF-8.") from None
    if not text.isprintable():
        raise ProxyFault("The header of the reverse proxy has non-printable characters.")
    return unicodedata.normalize("NFC", text)


def _network(address: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(address)
    except ValueError as error:
        raise _wrong(f"--proxy-address: {error}") from None
    if network.prefixlen == 0:
        raise _wrong(f"--proxy-address {address} would trust every client")
    return network


def _wrong(what: str) -> ConfigError:
    return ConfigError("serve", what, next_command="wap serve")
