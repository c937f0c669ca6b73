"""The flow of the deployment. Change it as you like: it is an ordinary Prefect flow."""

from __future__ import annotations

from dbt_wap.prefect import wap_flow

nightly = wap_flow.with_options(name="nightly-dbt", description="Publish the dbt project")
