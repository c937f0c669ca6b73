"""dbt-wap: write, audit and publish dbt projects. The command is `wap`."""

__version__ = "0.1.0"
