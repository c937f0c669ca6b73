"""The texts that the app shows to one person. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from dbt_wap.errors import WapError
from dbt_wap.notify.text import NAME_LIMIT, fit
from dbt_wap.serve.masking import without_values
from dbt_wap.serve.model import Board, Outcome
from dbt_wap.serve.views import Attention, attention

ESCAPES: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
WHAT_LIMIT = 1500
SHOWN_ITEMS = 10
FACTS_LIMIT = 400

HELP = "\n".join(
    (
        "`/wap link` links your Slack user to your user of the approval page",
        "`/wap unlink` removes that link",
        "`/wap status` lists the runs that need someone",
        "`/wap help` shows this list",
    )
)
NOT_LINKED = "Your Slack user is not linked to a user of the approval page. Type `/wap link` first."
OTHER_WORKSPACE = "Only members of the workspace that installed this app can use it."
UNLINKED = "Your Slack user is no longer linked."
NO_LINK = "Your Slack user was not linked, nothing to do."
NO_OVERRIDE_REASON = "An override needs a reason."
NO_REASON = "Give a reason."


def error_text(error: WapError) -> str:
    """Return an error without values of rows: what went wrong, prod, and the next command."""
    text = fit(without_values(error).what, WHAT_LIMIT, ESCAPES)
    prod = fit(error.prod or "unchanged", WHAT_LIMIT // 2, ESCAPES)
    command = fit(error.next_command, NAME_LIMIT, ESCAPES)
    return f"{text}\nprod: {prod}\nnext: `{command}`"


def outcome_text(outcome: Outcome) -> str:
    """Return what happened, such as `Run r1 approved`."""
    return fit(f"{outcome.text[:1].upper()}{outcome.text[1:]}", WHAT_LIMIT, ESCAPES)


def refused_text(action: str, run_id: str, error: WapError) -> str:
    """Return why a decision had no effect, or why a publish failed."""
    return f"Could not {action} run `{run_id}`.\n{error_text(error)}"


def link_text(url: str) -> str:
    """Return the answer to `/wap link`."""
    return (
        f"<{url}|Link your Slack user>: log in there and confirm. The link works once, for ten "
        "minutes. Do not share it."
    )


def status_text(board: Board, url: str) -> str:
    """Return the runs of all targets that need attention, as the first page lists them."""
    items = attention(board)
    lines = [_item(item, url) for item in items[:SHOWN_ITEMS]]
    if len(items) > SHOWN_ITEMS:
        lines.append(f"… {len(items) - SHOWN_ITEMS:,} more on <{url}|the page>")
    return "\n".join(lines or ["Nothing needs attention."])


def _item(item: Attention, url: str) -> str:
    """Return a line. Only the page says why a target could not be read."""
    title = fit(item.title, NAME_LIMIT, ESCAPES)
    if item.run is None:
        return f"• {title}"
    run_id = item.run.run_id
    page = f"<{url}/runs/{quote(run_id, safe='')}|{fit(run_id, NAME_LIMIT, ESCAPES)}>"
    facts = fit("; ".join(item.facts), FACTS_LIMIT, ESCAPES)
    place = ", ".join(filter(None, [item.target, item.run.env]))
    return f"• {page} ({fit(place, NAME_LIMIT, ESCAPES)}): {title}; {facts}"
