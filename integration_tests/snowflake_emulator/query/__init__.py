"""From the text of a query to the engine's: strictness, names, functions, types."""
