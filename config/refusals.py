"""Turns the refusals of the domain into answers a person can read."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.errors import AccountError
from drawings.errors import DrawingError
from reviews.errors import ReviewError
from signatures.errors import SignatureError
from storage.errors import StorageError
from workflow.errors import WorkflowError

REFUSALS: Final = (
    AccountError,
    StorageError,
    DrawingError,
    SignatureError,
    ReviewError,
    WorkflowError,
)


class RefusalMiddleware:
    """Answers 409 when the domain says no, so that no view needs a try block."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """Answer a refusal; let everything else be a fault."""
        if not isinstance(error, REFUSALS):
            return None
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"detail": str(error)}, status=409)
        is_fragment = request.headers.get("HX-Request") == "true"
        template = "_refusal.html" if is_fragment else "refusal.html"
        return render(request, template, {"error": error}, status=409)
