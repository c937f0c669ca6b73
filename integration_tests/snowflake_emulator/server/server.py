"""The HTTP side: the requests the Snowflake drivers make, answered from an Engine.

Loopback only. A statement that runs longer than a while is answered with "in progress" and an
address to ask again, as Snowflake does, so that drivers do not give up on it.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import socket
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Waited
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..engine.engine import Engine
from ..engine.faults import ConnectionLost, Fault
from ..query.functions import VERSION
from ..session.session import Session
from ..values.errors import SnowflakeError
from ..values.results import Result
from .protocol import Json, bindings, failure, session_parameters, success
from .rows import rows

logger = logging.getLogger("snowflake_emulator")
IN_PROGRESS_AFTER = 30.0
REMEMBERED = 200


class Dropped(Exception):
    """The connection is to be closed without a reply."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, engine: Engine) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.engine = engine
        self.workers = ThreadPoolExecutor(64, "statement")
        self.lock = threading.Lock()
        self.running: dict[str, Future[tuple[str, Result]]] = {}  # by request id
        self.by_query: dict[str, Future[tuple[str, Result]]] = {}
        self.owners: dict[str, Session] = {}
        self.lost: dict[str, Fault] = {}  # requests whose connection a fault dropped

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        logger.debug("connection error", exc_info=True)

    def submit(self, request_id: str, session: Session, body: Json) -> Future[tuple[str, Result]]:
        """The future of the request; a repeated request id gets the one it already has."""
        with self.lock:
            if request_id not in self.running:
                while len(self.running) >= REMEMBERED:
                    oldest = next(iter(self.running))
                    if not self.running[oldest].done():
                        break
                    del self.running[oldest]
                    self.owners.pop(oldest, None)
                    self.by_query.pop(oldest, None)
                self.owners[request_id] = session
                self.running[request_id] = self.workers.submit(
                    self.engine.execute,
                    session,
                    body["sqlText"],
                    bindings(body.get("bindings")),
                    bool(body.get("describeOnly")),
                )
            return self.running[request_id]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        logger.debug(format, *args)

    def do_POST(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        length = int(self.headers.get("Content-Length") or 0)
        raw = self.rfile.read(length)
        if self.headers.get("Content-Encoding") == "gzip":
            raw = gzip.decompress(raw)
        try:
            body = json.loads(raw) if raw else {}
            reply = self._route(url.path, query, body)
        except Dropped:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        except SnowflakeError as error:
            reply = failure(error)
        except Exception as error:
            logger.exception("the emulator failed on %s", self.path)
            text = f"snowflake_emulator failed: {type(error).__name__}: {error}"
            reply = failure(SnowflakeError(300002, "XX000", text))
        self._send(reply)

    def _send(self, reply: Any) -> None:
        raw = json.dumps(reply).encode()
        compressed = len(raw) > 1400 and "gzip" in (self.headers.get("Accept-Encoding") or "")
        if compressed:
            raw = gzip.compress(raw, 1)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(raw)

    # --- routes

    def _route(self, path: str, query: dict[str, str], body: Any) -> Any:
        if path == "/session/v1/login-request":
            return self._login(query, body["data"])
        if path == "/queries/v1/query-request":
            return self._query(query, body)
        if path == "/queries/v1/abort-request":
            return self._abort(body.get("requestId"))
        if found := re.fullmatch(r"/queries/([^/]+)/result", path):
            return self._result(found[1])
        if path == "/session":
            if query.get("delete"):
                self.server.engine.sessions.logout(self._token())
            return success(None)
        if path == "/session/token-request":
            self._session()
            tokens = {"sessionToken": self._token(), "masterToken": self._token()}
            return success({**tokens, "validityInSecondsST": 3600})
        if path == "/session/heartbeat" or path == "/telemetry/send":
            return success(None)
        if path.startswith("/monitoring/queries/"):
            return success({"queries": [{"status": "SUCCESS"}]})
        if path.startswith("/emulator/"):
            return self._admin(path.removeprefix("/emulator/"), body)
        raise SnowflakeError(99999, "0A000", f"snowflake_emulator does not emulate: {path}")

    def _login(self, query: dict[str, str], data: Json) -> Json:
        engine = self.server.engine
        parameters = data.get("SESSION_PARAMETERS") or {}

        def named(key: str) -> str | None:
            value = query.get(key)
            if value is None:
                return None
            return value[1:-1].replace('""', '"') if value.startswith('"') else value.upper()

        token, session = engine.sessions.login(
            str(data.get("LOGIN_NAME") or "EMULATOR").upper(),
            named("roleName"),
            named("databaseName"),
            named("schemaName"),
            named("warehouse"),
            parameters,
        )
        return success(
            {
                "token": token,
                "masterToken": token,
                "validityInSeconds": 3600,
                "masterValidityInSeconds": 14400,
                "displayUserName": session.user,
                "serverVersion": VERSION,
                "sessionId": session.id,
                "parameters": session_parameters(session),
                "sessionInfo": {
                    "databaseName": session.database,
                    "schemaName": session.schema,
                    "warehouseName": session.warehouse,
                    "roleName": session.role,
                },
            }
        )

    def _token(self) -> str:
        found = re.search(r'Token="([^"]+)"', self.headers.get("Authorization") or "")
        return found[1] if found else ""

    def _session(self) -> Session:
        session = self.server.engine.sessions.by_token.get(self._token())
        if session is None:
            raise SnowflakeError(390111, "08003", "Session no longer exists. New login required.")
        return session

    def _query(self, query: dict[str, str], body: Json) -> Json:
        session, server = self._session(), self.server
        request_id = query.get("requestId", "")
        fault: Fault | None = None
        if request_id in server.lost:
            fault = server.lost[request_id]
            if not fault.recover:
                raise fault.error()
            fault = None
        elif not body.get("describeOnly"):
            fault = server.engine.faults.strike(body["sqlText"])
        if fault is not None:
            server.lost[request_id] = fault
            if fault.kind == "error":
                del server.lost[request_id]
                self._log_fault(session, body["sqlText"], fault)
                raise fault.error()
            if fault.kind == "drop_before":
                raise Dropped
        future = server.submit(request_id, session, body)
        if fault is not None:  # drop_after: executed, but the client gets no answer
            future.exception()
            raise Dropped
        return self._await(future, session, request_id)

    def _log_fault(self, session: Session, text: str, fault: Fault) -> None:
        self.server.engine.entry(session, text).error = str(fault.error())

    def _await(self, future: Future[tuple[str, Result]], session: Session, key: str) -> Json:
        try:
            query_id, result = future.result(IN_PROGRESS_AFTER)
        except Waited:
            self.server.by_query[key] = future
            self.server.owners[key] = session
            data = {"queryId": key, "getResultUrl": f"/queries/{key}/result"}
            return success(data, "333333")
        except ConnectionLost as lost:
            if key in self.server.lost:
                raise lost.fault.error() from None
            self.server.lost[key] = lost.fault
            lost.fault.recover = False  # the block was cut off: there is nothing to serve
            raise Dropped from None
        return success(
            {
                "parameters": session_parameters(session),
                "queryId": query_id,
                "finalDatabaseName": session.database,
                "finalSchemaName": session.schema,
                "finalWarehouseName": session.warehouse,
                "finalRoleName": session.role,
                "numberOfBinds": 0,
                **rows(result),
            }
        )

    def _result(self, key: str) -> Json:
        if future := self.server.by_query.get(key):
            return self._await(future, self.server.owners[key], key)
        session = self._session()
        result = session.results.get(key)
        if result is None:
            raise SnowflakeError(709, "02000", f"Statement {key} not found")
        data = {"queryId": key, "parameters": session_parameters(session), **rows(result)}
        return success(data)

    def _abort(self, request_id: str | None) -> Json:
        if session := self.server.owners.get(request_id or ""):
            session.cancel()
        return success(None)

    def _admin(self, what: str, body: Any) -> Any:
        """What tests ask of an emulator in another process."""
        engine = self.server.engine
        if what == "faults" and self.command == "DELETE":
            engine.faults.clear()
        elif what == "faults" and self.command == "POST":
            engine.faults.load(json.dumps(body))
        elif what == "statements":
            if self.command == "DELETE":
                engine.log.clear()
            return [{**asdict(line), "started": line.started.isoformat()} for line in engine.log]
        elif what != "health":
            raise SnowflakeError(99999, "0A000", f"no such admin request: {what}")
        return {"success": True}
