"""The script for projects of others: it passes a sound project, and finds what is not right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("try_projects.py")
PROJECT = {
    "dbt_project.yml": "name: small\nprofile: small\nflags: {send_anonymous_usage_stats: false}\n",
    "seeds/people.csv": "id,name\n1,Ann\n2,Bo\n3,Cy\n",
    "models/names.sql": "select name, random() as chance from {{ ref('people') }}",
    "models/models.yml": """
models:
  - name: names
    config: {materialized: table}
    columns: [{name: name, data_tests: [unique]}]
""",
}


@pytest.mark.slow
def test_a_sound_project_passes_and_one_that_comes_out_otherwise_does_not(tmp_path: Path) -> None:
    project = tmp_path / "small"
    for name, text in PROJECT.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)

    def play() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(SCRIPT), str(project)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    passed = play()
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "1 not alike in two builds" in passed.stdout

    model = "select {{ 1 if var('dbt_wap_audit', false) else 2 }} as x"
    (project / "models/odd.sql").write_text(model)
    failed = play()
    assert failed.returncode == 1, failed.stdout
    assert "**1 of 3 relations differ**" in failed.stdout
