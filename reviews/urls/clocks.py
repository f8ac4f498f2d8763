"""Addresses of the screens of clocks."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
