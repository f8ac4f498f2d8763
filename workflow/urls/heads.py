"""Addresses of the steps: heads of departments."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
