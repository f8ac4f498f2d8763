"""Addresses of the steps: the window."""

from django.urls import path

from workflow.views import window

urlpatterns = [
    path("window/", window.window, name="window"),
    path("window/<str:serial>/", window.window_case, name="window_case"),
    path("window/<str:serial>/notice/", window.window_notice, name="window_notice"),
    path("window/<str:serial>/refusal/", window.window_refusal, name="window_refusal"),
    path(
        "window/<str:serial>/documents/<str:code>/",
        window.window_file,
        name="window_file",
    ),
]
