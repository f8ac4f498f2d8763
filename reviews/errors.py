"""Refusals of the review floor; each message is for the person who asked."""


class ReviewError(Exception):
    """What was asked cannot be done with this case."""


class CaseNotOpen(ReviewError):
    """The case stands where this is not possible."""


class NotYours(ReviewError):
    """The person does not sit where this is decided."""


class NotReady(ReviewError):
    """Something has to come first; the message names it."""


class ReplyRefused(ReviewError):
    """An answer says revised, but the drawing did not change there."""
