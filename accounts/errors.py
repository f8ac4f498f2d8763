"""Refusals of the accounts floor."""


class AccountError(Exception):
    """A person or a unit cannot be what was asked."""
