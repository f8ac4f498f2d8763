"""Addresses of the steps: the window."""

from django.urls import path

from workflow.views import window

urlpatterns = [path("window/", window.window, name="window")]
