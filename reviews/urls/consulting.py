"""Addresses of the screens of consultations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
