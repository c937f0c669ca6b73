"""Create the blocks with the secrets of the deployment, from variables of the environment."""

from __future__ import annotations

import json
import os
import warnings

from prefect.blocks.system import Secret

warnings.filterwarnings("ignore", "prefect_dbt.cli is deprecated", UserWarning)
from prefect_dbt.cli import DbtCliProfile, TargetConfigs  # noqa: E402


def main() -> None:
    """Save the connection of dbt, the Slack webhook and the Git token."""
    output = json.loads(os.environ["DBT_OUTPUT"])  # one entry of `outputs:` in profiles.yml
    configs = TargetConfigs(
        type=output.pop("type"),
        schema=output.pop("schema"),
        threads=output.pop("threads", 4),
        extras=output,
    )
    name, target = os.environ["DBT_PROFILE"], os.environ.get("DBT_TARGET", "prod")
    DbtCliProfile(name=name, target=target, target_configs=configs).save("wap", overwrite=True)
    for block, variable in (
        ("wap-slack-webhook", "SLACK_WEBHOOK_URL"),
        ("wap-git-token", "GIT_TOKEN"),
    ):
        Secret(value=os.environ.get(variable, "")).save(block, overwrite=True)


if __name__ == "__main__":
    main()
