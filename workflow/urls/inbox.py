"""Addresses of the steps: the list of what waits."""

from django.urls import path

from workflow.views import inbox

urlpatterns = [path("inbox/", inbox.inbox, name="inbox")]
