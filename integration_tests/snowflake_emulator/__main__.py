"""`python -m integration_tests.snowflake_emulator --port P`: serves until SIGINT or SIGTERM."""

from __future__ import annotations

import argparse
import logging
import signal
import threading

from .server.emulator import Emulator

PROFILE = """\
emulator:
  target: dev
  outputs:
    dev:
      type: snowflake
      account: emulator
      host: 127.0.0.1
      port: {port}
      protocol: http
      user: any
      password: any
      role: ACCOUNTADMIN
      warehouse: COMPUTE_WH
      database: {database}
      schema: PUBLIC
      threads: 2
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m integration_tests.snowflake_emulator", description=__doc__
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port (default)")
    parser.add_argument(
        "--database",
        action="append",
        help="a database that exists from the start (repeatable); default ANALYTICS",
    )
    parser.add_argument(
        "--inherited-grants", action="store_true", help="FEATURE_RBAC_INHERITED_GRANTS is enabled"
    )
    parser.add_argument("--hybrid-clone", choices=["skip", "error"], default="skip")
    parser.add_argument("-v", "--verbose", action="store_true", help="log every request")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.DEBUG if arguments.verbose else logging.WARNING)
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    databases = tuple(name.upper() for name in arguments.database or ["ANALYTICS"])
    with Emulator(
        arguments.port, databases, arguments.inherited_grants, arguments.hybrid_clone
    ) as emulator:
        print(f"snowflake_emulator: http://127.0.0.1:{emulator.port}", flush=True)
        print(PROFILE.format(port=emulator.port, database=databases[0]), flush=True)
        while not done.wait(3600):
            pass


if __name__ == "__main__":
    main()
