"""Keeps compiled macros on this machine: dbt compiles every macro again in each process."""

from __future__ import annotations

import contextlib
import functools
import re
import sys
from importlib.metadata import version
from typing import Any

_MACRO = re.compile(r"\s*\{%-?\s*(macro|materialization|test|data_test)\b")


@functools.cache
def keep_compiled() -> None:
    """Let dbt take compiled macros from Jinja's bytecode cache.

    Jinja keeps it in a folder of temporary files that only this user can read. An entry belongs to
    the text of a macro and to the versions that compiled it, so none can be out of date. Without
    such a folder, or with a dbt that compiles in another way, dbt compiles as always.
    """
    from dbt_common.clients import jinja
    from jinja2.bccache import FileSystemBytecodeCache

    try:
        dbt_environment: Any = jinja.MacroFuzzEnvironment
        cache = FileSystemBytecodeCache(pattern="dbt_wap_%s.cache")
    except (AttributeError, OSError, RuntimeError):
        return
    compiled = dbt_environment.compile
    tag = f"{sys.implementation.cache_tag} {version('jinja2')} {version('dbt-common')}"

    def compile_kept(self: Any, source: Any, *args: Any, **options: Any) -> Any:
        known = isinstance(source, str) and _MACRO.match(source) and not jinja.MACRO_DEBUGGING
        if not known or args or options:
            return compiled(self, source, *args, **options)
        made = ", ".join([tag, type(self).__name__, *sorted(self.extensions)])
        try:
            bucket = cache.get_bucket(self, f"{made}: {source}", None, source)
        except Exception:  # a damaged file raises whatever pickle raises
            return compiled(self, source)
        if bucket.code is None:
            bucket.code = compiled(self, source)
            with contextlib.suppress(OSError):
                cache.set_bucket(bucket)
        return bucket.code

    dbt_environment.compile = compile_kept
