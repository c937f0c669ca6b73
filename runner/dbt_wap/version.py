"""The version of the runner and the macros; the build reads it from here."""

__version__ = "0.1.0"
