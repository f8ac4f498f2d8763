"""Addresses of the steps: the list of what waits."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
