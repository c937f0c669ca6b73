"""Without Prefect, everything else works, and the flow says what to install."""

from __future__ import annotations

import subprocess
import sys

WITHOUT = """
import sys
sys.modules["prefect"] = sys.modules["pydantic"] = None
import dbt_wap, dbt_wap.notify.channels
try:
    import dbt_wap.prefect
except ModuleNotFoundError as error:
    print(error)
"""


def test_the_flow_says_which_extra_it_needs() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True)

    told = "dbt_wap.prefect needs Prefect: pip install 'dbt-wap[prefect]'\n"
    assert (done.stdout, done.returncode) == (told, 0), done.stderr
