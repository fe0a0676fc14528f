"""The desktop workbench of accounts-receivable callers."""

__version__ = "0.1.0"
