"""dbt-wap: write, audit and publish dbt projects. The command is `wap`."""

from dbt_wap.config import Settings
from dbt_wap.errors import WapError
from dbt_wap.model import Event, Run, RunStatus, Selection
from dbt_wap.project import Project
from dbt_wap.report.document import Report
from dbt_wap.version import __version__ as __version__

__all__ = ["Event", "Project", "Report", "Run", "RunStatus", "Selection", "Settings", "WapError"]
