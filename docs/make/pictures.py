"""Draws the SVG pictures of the documentation: `make docs`; a test compares them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from lifecycle import returned

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
WIDTH = 680

STYLE = """\
  text { font: 13px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
  .strong { font-weight: 600; } .title { font-size: 15px; font-weight: 600; }
  .small { font-size: 12px; } .cause, .muted { fill: #59636e; }
  .command { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #0550ae; }
  .page { fill: #ffffff; stroke: #d1d9e0; } .box { fill: #f6f8fa; stroke: #818b98; }
  .frame { fill: none; stroke: #818b98; stroke-dasharray: 5 4; } .rule { stroke: #d1d9e0; }
  .old { fill: #d1d9e0; stroke: #818b98; } .new { fill: #aceebb; stroke: #1a7f37; }
  .waits { fill: #fff1a8; stroke: #9a6700; } .bad { fill: #ffd8d3; stroke: #cf222e; }
  .arrow { fill: none; stroke: #59636e; stroke-width: 1.4; marker-end: url(#head); }
  .head, .start { fill: #59636e; } .swap { stroke: #59636e; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .cause, .muted { fill: #9198a1; } .command { fill: #79c0ff; }
    .page { fill: #0d1117; stroke: #3d444d; } .box { fill: #212830; stroke: #656c76; }
    .frame { stroke: #656c76; } .rule { stroke: #3d444d; }
    .old { fill: #3d444d; stroke: #656c76; } .new { fill: #12451f; stroke: #3fb950; }
    .waits { fill: #4d3800; stroke: #d29922; } .bad { fill: #5c1a1a; stroke: #f85149; }
    .arrow, .swap { stroke: #9198a1; } .head, .start { fill: #9198a1; }
  }"""


def picture(title: str, height: int, parts: Iterator[str]) -> str:
    """Return an SVG with its own background, so that it can be read on a page of any color."""
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" \
viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">
<style>
{STYLE}
</style>
<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" \
orient="auto"><path class="head" d="M0 0L10 5L0 10z"/></marker></defs>
<rect class="page" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>
{chr(10).join(parts)}
</svg>
"""


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> str:
    """Return a line of text."""
    return f'<text x="{x}" y="{y}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, kind: str = "box", rx: int = 5) -> str:
    """Return a rectangle."""
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}" rx="{rx}"/>'


def arrow(path: str) -> str:
    """Return a line with a head at its end."""
    return f'<path class="arrow" d="{path}"/>'


def labelled(
    x: float, y: float, width: float, height: float, words: str, kind: str, *, size: str = "small"
) -> str:
    """Return a rectangle with a text in its middle."""
    return box(x, y, width, height, kind, 3) + text(
        x + width / 2, y + height / 2 + 4.5, words, size, "middle"
    )


# -- the life of a run -----------------------------------------------------------------------------

PLACES = {
    "writing": (330, 112, "box"),
    "failed": (96, 112, "bad"),
    "audit_failed": (96, 262, "bad"),
    "awaiting_approval": (330, 262, "waits"),
    "approved": (330, 392, "waits"),
    "stale": (572, 327, "bad"),
    "rejected": (572, 498, "bad"),
    "publishing": (330, 610, "box"),
    "publish_interrupted": (572, 610, "bad"),
    "discarded": (96, 610, "box"),
    "published": (330, 722, "new"),
    "rolled_back": (330, 822, "old"),
}
"""The middle of the box of each status, and how it is drawn."""

FRAMES = (
    (14, 70, 652, 460, "The candidate exists, prod is unchanged"),
    (228, 214, 426, 226, "Audited"),
)
"""Groups of statuses: an arrow that begins at a frame is one from each status in it."""

BUILT = ("writing", "failed", "audit_failed")
AUDITED = ("awaiting_approval", "approved", "stale")
PUBLISHING = ("publishing", "publish_interrupted")


class Arrow(NamedTuple):
    """One arrow, or several that mean the same, for all the transitions of these events."""

    events: tuple[str, ...]
    before: tuple[str, ...]
    after: str
    path: str
    at: tuple[float, float, str]
    labels: tuple[tuple[str, str], ...]

    def covers(self) -> Iterator[tuple[str, str, str]]:
        """Return the transitions that the arrow stands for, as (event, from, to)."""
        for event in self.events:
            yield from ((event, b, self.after) for b in self.before if b != self.after)

    def svg(self) -> Iterator[str]:
        """Return the arrow and its labels."""
        x, y, anchor = self.at
        yield from (arrow(f"M{line}") for line in self.path.split("M")[1:])
        for line, (kind, words) in enumerate(self.labels):
            yield text(x, y + 16 * line, words, kind, anchor)


def command(words: str) -> tuple[str, str]:
    """Return the label of an arrow that a command causes."""
    return ("command", words)


def cause(words: str) -> tuple[str, str]:
    """Return the label of an arrow that no command causes."""
    return ("cause small", words)


ARROWS = (
    Arrow(("cloned",), ("[new]",), "writing", "M330 36V92", (342, 52, "start"),
          (command("wap run, wap write"),)),
    Arrow(("build_failed", "build_died", "hook_failed"), BUILT, "failed",
          "M264 104H163", (214, 97, "middle"), (cause("build failed"),)),
    Arrow(("built",), ("failed",), "writing",
          "M163 120H262", (212, 136, "middle"), (command("wap audit"),)),
    Arrow(("built",), ("writing", "audit_failed"), "writing", "M148 241L304 134",
          (236, 196, "start"), (command("wap audit"),)),
    Arrow(("tests_failed", "blocked", "audit_died"), BUILT, "audit_failed", "M276 133L120 240",
          (182, 180, "end"), (cause("audit blocked"),)),
    Arrow(("blocked", "audit_died"), AUDITED, "audit_failed",
          "M228 262H164", (194, 254, "middle"), (cause("blocked"),)),
    Arrow(("audited",), BUILT, "awaiting_approval",
          "M330 133V241", (338, 178, "start"), (cause("audited,"), cause("prod would change"))),
    Arrow(("audited",), AUDITED, "awaiting_approval",
          "M446 214C446 236 424 248 396 252", (452, 236, "start"), (command("wap audit"),)),
    Arrow(("approved",), ("awaiting_approval",), "approved",
          "M330 283V371", (322, 332, "end"), (command("wap approve"),)),
    Arrow(("approved",), ("audit_failed",), "approved",
          "M96 283V380Q96 392 108 392H262", (104, 372, "start"),
          (command("wap approve"), command("--override"))),
    Arrow(("stale",), AUDITED[:2], "stale",
          "M396 266Q540 266 560 306M396 382Q450 372 504 338",
          (434, 288, "start"), (cause("prod changed,"), cause("or expired"))),
    Arrow(("renewed",), ("stale",), "approved",
          "M580 348Q560 396 398 398", (530, 402, "start"),
          (command("wap publish"), cause("late write undone"))),
    Arrow(("rejected",), AUDITED, "rejected",
          "M572 440V477", (580, 463, "start"), (command("wap reject"),)),
    Arrow(("rejected",), ("audit_failed",), "rejected",
          "M70 283V486Q70 498 82 498H504", (78, 490, "start"), (command("wap reject"),)),
    Arrow(("publishing",), ("approved", "publish_interrupted"), "publishing",
          "M330 413V589", (338, 466, "start"), (command("wap publish"),)),
    Arrow(("swapped",), ("publish_interrupted",), "publishing",
          "M506 618H398", (452, 636, "middle"), (command("wap publish"),)),
    Arrow(("interrupted",), ("publishing",), "publish_interrupted",
          "M396 602H504", (450, 594, "middle"), (cause("failed, killed"),)),
    Arrow(("published",), PUBLISHING, "published",
          "M316 631V701", (308, 670, "end"), (cause("all schemas done"),)),
    Arrow(("rolling_back",), ("published", "publish_interrupted"), "publishing",
          "M350 701V633", (358, 662, "start"),
          (command("wap rollback"), cause("begins, on Snowflake"))),
    Arrow(("rolled_back",), ("published",), "rolled_back",
          "M330 743V801", (338, 776, "start"), (command("wap rollback"),)),
    Arrow(("rolled_back",), PUBLISHING, "rolled_back",
          "M572 631V810Q572 822 560 822H398", (564, 760, "end"), (command("wap rollback"),)),
    Arrow(("superseded", "discarding", "discarded", "passed"),
          (*BUILT, *AUDITED, "rejected"), "discarded",
          "M96 530V589", (104, 546, "start"),
          (command("wap discard,"), cause("the next run, or"), cause("nothing changed"))),
    Arrow(("discarding", "discarded"), PUBLISHING, "discarded",
          "M264 610H164", (214, 602, "middle"), (command("wap discard"),)),
)  # fmt: skip


def check_arrows() -> None:
    """Raise unless the arrows stand for the transitions of the table, each of them once."""
    statuses, table = returned("state/statuses"), returned("state/transitions")
    drawn = [each for arrow in ARROWS for each in arrow.covers()]
    meant = {
        (event, before, rule["to"])
        for event, rule in table.items()
        for before in rule["from"] or ["[new]"]
        if rule["to"] not in (None, before)
    }
    # What is on its way to be dropped reads "failed" until it is: the picture leaves that out.
    drops = {"superseded", "discarding", "passed"}
    drawn = [(e, b, "failed" if e in drops else a) for e, b, a in drawn]
    drawn = [(e, b, a) for e, b, a in drawn if b != a and (e, b) not in NEVER]
    if set(PLACES) != set(statuses) or set(drawn) != meant or len(drawn) != len(meant):
        missing, extra = sorted(meant - set(drawn)), sorted(set(drawn) - meant)
        faults = [f"statuses {sorted(set(PLACES) ^ set(statuses))}"]
        faults += [f"not drawn {missing}", f"drawn and not in the table {extra}"]
        raise AssertionError("pictures.py does not fit macros/state: " + ", ".join(faults))


NEVER = {("passed", "rejected")}
"""What an arrow of several events covers and the table does not have."""


def life_of_a_run() -> Iterator[str]:
    """Return the statuses of a run and what leads from one to another."""
    check_arrows()
    for x, y, width, height, words in FRAMES:
        yield box(x, y, width, height, "frame", 10)
        yield text(x + width - 12, y + 20, words, "small muted", "end")
    yield '<circle class="start" cx="330" cy="28" r="7"/>'
    for arrow in ARROWS:
        yield from arrow.svg()
    for status, (x, y, kind) in PLACES.items():
        words = returned("sql/status_words", status)
        yield box(x - 66, y - 20, 132, 40, kind)
        yield text(x, y + 5, words, "strong", "middle")


# -- while a candidate needs approval --------------------------------------------------------------

REPLACED = ((0, 80, "box", "build"), (80, 325, "waits", "needs approval"),
            (325, 455, "bad", "stale"), (455, 530, "box", "build"))  # fmt: skip

STORIES = (
    (
        "You approve in time",
        REPLACED[:2],
        ((0, 325, "old", "as before"), (325, 530, "new", "published")),
        (
            (80, "wap run", "exit code 4"),
            (185, "next wap run", "refused, exit code 7"),
            (325, "wap approve --publish", "exit code 0"),
        ),
    ),
    (
        "Another job writes to a table of the run",
        REPLACED,
        ((0, 200, "old", "as before"), (200, 530, "old", "as before, with the late write")),
        (
            (80, "wap run", "exit code 4"),
            (200, "late write", "to prod"),
            (325, "wap approve --publish", "refused, exit code 6"),
            (455, "next wap run", "replaces it"),
        ),
    ),
    (
        "No decision is made",
        REPLACED,
        ((0, 530, "old", "as before"),),
        (
            (80, "wap run", "exit code 4"),
            (185, "next wap run", "refused, exit code 7"),
            (325, "72 hours later", "it expires"),
            (455, "next wap run", "replaces it"),
        ),
    ),
)
"""Of each story its title, the candidate and prod as (from, to, kind, words), and what happens."""


def while_it_waits() -> Iterator[str]:
    """Return what can become of a candidate that needs approval."""
    for number, (title, candidate, prod, events) in enumerate(STORIES):
        top = 32 + 204 * number
        yield text(20, top + 4, title, "title")
        for lane, (name, bars) in enumerate((("candidate", candidate), ("prod", prod))):
            y = top + 82 + 40 * lane
            yield text(20, y + 19, name, "strong")
            for start, end, kind, words in bars:
                yield labelled(110 + start, y, end - start, 30, words, kind)
        for at, first, second in events:
            x, kind = 110 + at, "command" if "wap " in first else "small"
            yield text(x, top + 36, first, kind, "middle")
            yield text(x, top + 52, second, "small muted", "middle")
            yield arrow(f"M{x} {top + 58}V{top + 80}")
        yield arrow(f"M110 {top + 162}H650")
        yield text(650, top + 178, "time", "small muted", "end")


# -- a publish on Snowflake ------------------------------------------------------------------------

STEPS = (
    ("clone", "create schema audit_marts clone marts", "copy", "old", "copy", "old"),
    ("build", "dbt builds into the audit schemas", "new", "old", "new", "old"),
    ("audit", "tests, comparison with prod, gates", "new", "old", "new", "old"),
    ("approve", "a person decides; this can take days", "new", "old", "new", "old"),
    ("prepare views", "views of the candidate now name prod's schemas", "new", "old", "new", "old"),
    ("grants", "prod's grants go onto the candidate, schemas last", "new", "old", "new", "old"),
    ("swap core", "alter schema audit_core swap with core", "old", "new", "new", "old"),
    ("swap marts", "alter schema audit_marts swap with marts", "old", "new", "old", "new"),
    ("views", "dbt builds the views that could not be prepared", "old", "new", "old", "new"),
    ("archive", "audit_marts becomes marts__wap_<run id>", "archive", "new", "archive", "new"),
)
"""Of each step its name and what it does, then what the four schemas hold after it."""

READERS = (
    (0, 6, "old", ("the data", "as before")),
    (6, 7, "waits", ("core new,", "marts old")),
    (7, 9, "waits", ("new, but for", "a few views*")),
    (9, 10, "new", ("the new", "data")),
)
"""What readers see from one step to another."""

LANES = (
    ("core", "audit", 332),
    ("core", "prod", 388),
    ("marts", "audit", 456),
    ("marts", "prod", 512),
)
TOP, ROW = 76, 50


def snowflake() -> Iterator[str]:
    """Return the steps of a run on Snowflake, with what each schema holds and what readers see."""
    for name, side, x in LANES:
        if side == "audit":
            yield text(x + 53, 30, name, "strong", "middle")
        yield text(x + 25, 54, side, "small muted", "middle")
    yield text(619, 30, "what", "strong", "middle")
    yield text(619, 46, "readers see", "strong", "middle")
    for number, (name, does, *held) in enumerate(STEPS):
        y = TOP + ROW * number
        yield f'<path class="rule" d="M14 {y - 5}H{WIDTH - 14}"/>'
        yield text(20, y + 16, f"{number + 1}. {name}", "strong")
        yield text(20, y + 34, does, "small muted")
        for (_, _, x), kind in zip(LANES, held, strict=True):
            yield labelled(x, y, 50, ROW - 10, kind, "new" if kind == "new" else "old")
        if name.startswith("swap"):
            x = 382 if "core" in name else 506
            cross = f"M{x - 8} {y - 13}L{x + 14} {y + 3}M{x + 14} {y - 13}L{x - 8} {y + 3}"
            yield f'<path class="swap" d="{cross}"/>'
    for start, end, kind, lines in READERS:
        y, height = TOP + ROW * start, ROW * (end - start) - 10
        yield box(578, y, 84, height, kind, 3)
        for line, words in enumerate(lines):
            yield text(620, y + height / 2 - 3 + 15 * line, words, "small", "middle")
    yield text(20, TOP + ROW * len(STEPS) + 12, NOTE, "small muted")


NOTE = "* A view that needs a column or table that prod did not have cannot be read until step 9."


LIFE = "State diagram: the statuses of a run, and the commands that lead from one to another"
WAITING = "Three timelines: the candidate is approved, becomes stale after a late write, or expires"
SWAPPING = "The ten steps of a run on Snowflake: what each schema holds, and what readers see"

FILES = {
    "states.svg": (LIFE, 862, life_of_a_run),
    "while-a-candidate-waits.svg": (WAITING, 640, while_it_waits),
    "snowflake.svg": (SWAPPING, 604, snowflake),
}


def made() -> dict[Path, str]:
    """Return the text of each picture."""
    return {PICTURES / n: picture(title, size, draw()) for n, (title, size, draw) in FILES.items()}


if __name__ == "__main__":
    for path, svg in made().items():
        path.write_text(svg)
