"""A hook of mkdocs: adds the pages outside docs/ to the site, and fits the links of all pages."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import normpath, relpath
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]

ELSEWHERE = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "SUPPORT.md": "support.md",
    "macros/strategies/README.md": "strategies.md",
}
"""Pages outside docs/, with their names on the site."""

LINK = re.compile(r"(?P<before>\]\(|(?:href|src)=\")(?P<path>(?![a-z]+:|#)[^)#\s\"]+)")


def on_files(files: Files, config: Any) -> None:
    """Add the pages outside docs/."""
    for path, name in ELSEWHERE.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / path)))


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Return the page with links that lead to pages of the site, or else to GitHub."""
    here = {name: path for path, name in ELSEWHERE.items()}
    source = here.get(page.file.src_uri, f"docs/{page.file.src_uri}")

    def fitted(link: re.Match[str]) -> str:
        target = normpath(f"{source}/../{link['path']}")
        name = ELSEWHERE.get(target, target.removeprefix("docs/"))
        if files.get_file_from_path(name):
            return link["before"] + relpath(name, f"{page.file.src_uri}/..")
        if not (ROOT / target).exists():
            return link[0]  # mkdocs reports it
        kind = "tree" if (ROOT / target).is_dir() else "blob"
        return f"{link['before']}{config.repo_url}/{kind}/main/{target}"

    return LINK.sub(fitted, markdown)
