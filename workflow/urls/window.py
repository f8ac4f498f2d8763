"""Addresses of the steps: the window."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
