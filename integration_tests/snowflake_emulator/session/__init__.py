"""One client: its role, place, parameters, temporary objects and transaction."""
