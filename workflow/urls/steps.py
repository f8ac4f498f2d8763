"""Addresses of the steps: builder and designer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
