"""Addresses of the screens of the window."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
