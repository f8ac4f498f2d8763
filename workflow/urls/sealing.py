"""Addresses of the steps: sealing."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
