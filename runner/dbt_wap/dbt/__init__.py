"""Everything that knows dbt: calling it, its settings, its events and answers."""
