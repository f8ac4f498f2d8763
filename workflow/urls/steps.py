"""Addresses of the steps: builder and designer."""

from django.urls import path

from workflow.views import steps

urlpatterns = [
    path("cases/<str:serial>/submit/", steps.submit, name="submit"),
    path("cases/<str:serial>/withdrawal/", steps.withdraw, name="withdraw"),
    path(
        "cases/<str:serial>/submit-revision/",
        steps.submit_revision,
        name="submit_revision",
    ),
]
