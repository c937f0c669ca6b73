"""A Prefect flow that writes, audits and publishes a dbt project; needs `dbt-wap[prefect]`."""

from __future__ import annotations

try:
    from dbt_wap.prefect.flow import wap_flow
    from dbt_wap.prefect.form import Approval
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("prefect", "pydantic"):
        raise
    what = "dbt_wap.prefect needs Prefect: pip install 'dbt-wap[prefect]'"
    raise ModuleNotFoundError(what, name=error.name) from error

__all__ = ["Approval", "wap_flow"]
