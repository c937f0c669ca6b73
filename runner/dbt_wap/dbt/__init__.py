"""All that knows dbt: how it is called, what it is told, what it answers."""
