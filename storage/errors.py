"""Refusals of the storage floor."""


class StorageError(Exception):
    """Bytes or facts cannot be stored or found as asked."""


class BlobMissing(StorageError):
    """The bytes of a blob are gone or no longer what their name says."""


class TooLarge(StorageError):
    """More bytes than the limit allows."""


class LeaseLost(StorageError):
    """Somebody else has taken the work over."""
