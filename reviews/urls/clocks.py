"""Addresses of the screens of clocks."""

from django.urls import path

from reviews.views import clocks

urlpatterns = [
    path("cases/<str:serial>/clocks/<int:pk>/", clocks.clock, name="clock"),
]
