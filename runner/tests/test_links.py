"""Every relative link in the documents leads to a file, and every anchor to a heading of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("*.md", "docs/**/*.md", "examples/**/*.md", "macros/strategies/*.md")
DOCUMENTS = [path for each in FOLDERS for path in ROOT.glob(each)]

CODE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)|<!--.*?-->", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|\b(?:href|src)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a document."""
    found: dict[str, int] = {}
    for heading in HEADING.findall(CODE.sub("", text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        times = found[slug] = found.get(slug, -1) + 1
        if times:
            found[f"{slug}-{times}"] = 0
    return set(found)


def broken_links(path: Path, text: str) -> Iterator[str]:
    """Return the relative links of a document that lead nowhere."""
    for either in LINK.findall(re.sub(r"`[^`\n]*`", "", CODE.sub("", text))):
        link = "".join(either)
        if re.match(r"[a-z]+:", link):
            continue  # a link to another site
        name, _, anchor = link.partition("#")
        to = path.parent / name if name else path
        known = anchors(text if to == path else to.read_text()) if anchor and to.exists() else {""}
        if not to.exists() or anchor not in known:
            yield link


def test_every_link_leads_to_a_file_and_a_heading() -> None:
    assert len(DOCUMENTS) > 10
    broken = {str(p.relative_to(ROOT)): [*broken_links(p, p.read_text())] for p in DOCUMENTS}
    assert {path: links for path, links in broken.items() if links} == {}


def test_a_broken_link_is_found() -> None:
    text = "# A `b`, c\n## A b c\n[1](#a-b-c-1) [2](docs/x.md) [3](README.md#nowhere) [4](#a-c)"
    text += '\n<img src="docs/x.svg">\n`[5](x)`\n```\n[6](x)\n# no heading\n```\n[7](#no-heading)'
    expected = ["docs/x.md", "README.md#nowhere", "#a-c", "docs/x.svg", "#no-heading"]
    assert list(broken_links(ROOT / "README.md", text)) == expected
