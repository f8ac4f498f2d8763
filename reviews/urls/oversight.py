"""Addresses of the screens of the regulator and the public."""

from django.urls import path

from reviews.views import public

urlpatterns = [
    path("public/", public.public, name="public"),
]
