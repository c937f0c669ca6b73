"""`wap init` and `wap doctor`: dbt-wap in a dbt project."""
