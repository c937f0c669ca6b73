"""HTTP for the drivers, and the context manager for tests."""
