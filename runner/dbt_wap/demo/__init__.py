"""The demo: a sample dbt project on DuckDB and a generator of its raw data."""
