"""Addresses of cases, rounds, sheets and consultations; one module a screen."""

from reviews.urls import (
    builder,
    clocks,
    consulting,
    oversight,
    pictures,
    reporting,
    reviewing,
    searching,
    window,
)

app_name = "reviews"
urlpatterns = [
    *builder.urlpatterns,
    *window.urlpatterns,
    *reviewing.urlpatterns,
    *consulting.urlpatterns,
    *clocks.urlpatterns,
    *oversight.urlpatterns,
    *pictures.urlpatterns,
    *reporting.urlpatterns,
    *searching.urlpatterns,
]
