"""Addresses of the screens of the regulator and the public."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
