"""Addresses of the screens of builder and designer."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
