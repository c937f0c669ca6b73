"""`wap init` and `wap doctor`: set up dbt-wap in a project and check it."""
