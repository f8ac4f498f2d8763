"""What the frame of every page shows: where a person may go, what waits for them."""

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of the frame."""
    return {}
