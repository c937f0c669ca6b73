"""`wap serve` as a process of its own, on a free port and with a home of its own."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import httpx
from engines import PATIENCE
from shop import Project, wait_until

PASSWORD = "correct horse battery"


class Served:
    """A server for a project. It answers when it was made; `stop` or `kill` ends it.

    A second server in the same home knows the users and tokens of the first. `flags` are further
    options of `wap serve`.
    """

    def __init__(self, project: Project, home: Path, *flags: str) -> None:
        self.project = project
        self.home = home
        self._said = home.with_name(f"{home.name}.{len(list(home.parent.glob('*.log')))}.log")
        with self._said.open("w") as said:
            self.process = project.start(
                "serve", "--port", "0", "--home", str(home), "--json", *flags, stderr=said
            )
        told = self._told()
        self.url: str = told["url"]
        self.login: str | None = told["login"]
        """A one-time link that logs in the user of the machine, if there is no other user."""
        self.client = httpx.Client(base_url=self.url, timeout=PATIENCE)
        wait_until(self._answers, "an answer of the server", self.process)

    def _told(self) -> dict[str, Any]:
        """The JSON document that it prints when it listens."""
        assert self.process.stdout
        lines, late = [], threading.Timer(PATIENCE, self.process.kill)
        late.start()
        for line in self.process.stdout:
            lines.append(line)
            if line == "}\n":
                break
        late.cancel()
        assert lines, self.said
        found: dict[str, Any] = json.loads("".join(lines))
        assert "error" not in found, self.said
        return found

    def _answers(self) -> bool:
        try:
            return self.client.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    @property
    def said(self) -> str:
        """What it wrote to stderr so far."""
        return self._said.read_text()

    def log_in(self) -> httpx.Client:
        """A browser that has used the one-time link."""
        assert self.login
        return self._sent(httpx.Client(base_url=self.url, timeout=PATIENCE), self.login, {})

    def browser(self, name: str, password: str = PASSWORD) -> httpx.Client:
        """A browser in which this user has logged in."""
        client = httpx.Client(base_url=self.url, timeout=PATIENCE)
        return self._sent(client, "/login", {"name": name, "password": password})

    def _sent(self, client: httpx.Client, path: str, form: dict[str, str]) -> httpx.Client:
        page = client.get(path).raise_for_status().text
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found, page
        answer = client.post(path, data={**form, "csrf": found[1]})
        assert answer.status_code == 303, answer.text
        return client

    def api(self, token: str) -> httpx.Client:
        """A client of the API."""
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=PATIENCE)

    def stop(self) -> int:
        """It was sent SIGTERM and has ended; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self) -> None:
        """It was killed in the middle of what it did."""
        self.process.kill()
        self.wait()

    def wait(self) -> int:
        """It has ended by itself."""
        self.client.close()
        return self.process.wait(timeout=PATIENCE)


def add_user(project: Project, home: Path, name: str, password: str = PASSWORD) -> None:
    """A user of the page is in the home."""
    arguments = ("serve", "--home", str(home), "--add-user", name)
    process = project.start(*arguments, stdin=subprocess.PIPE)
    said, _ = process.communicate(f"{password}\n", timeout=PATIENCE)
    assert process.returncode == 0, said


def add_token(project: Project, home: Path, name: str) -> str:
    """A token of the API is in the home."""
    made = project.wap("serve", "--home", str(home), "--add-token", name, "--json")
    assert made.code == 0, made.out + made.err
    return str(made.json["token"])


class Asked:
    """A POST to the API that waits for its answer in the background."""

    def __init__(self, client: httpx.Client, path: str) -> None:
        self._answer: httpx.Response | None = None
        self._thread = threading.Thread(target=self._ask, args=(client, path), daemon=True)
        self._thread.start()

    def _ask(self, client: httpx.Client, path: str) -> None:
        with client, contextlib.suppress(httpx.TransportError):
            self._answer = client.post(path, json={})

    def answer(self) -> httpx.Response | None:
        """What was answered in the end, or None if the connection broke."""
        self._thread.join(PATIENCE)
        return self._answer
