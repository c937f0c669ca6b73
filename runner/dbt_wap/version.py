"""The version, of the runner and of the macros: the build reads it here."""

__version__ = "0.1.0"
