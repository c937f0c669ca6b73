"""The demo: a small dbt project on DuckDB and the generator of its raw data."""
