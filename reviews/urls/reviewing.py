"""Addresses of the screens of reviewers and comparisons."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
