"""A Prefect flow that writes, audits and publishes a dbt project; needs `dbt-wap[prefect]`."""

from __future__ import annotations

from dbt_wap.prefect.flow import wap_flow
from dbt_wap.prefect.form import Approval

__all__ = ["Approval", "wap_flow"]
