"""The address of the search."""

from django.urls import path

from reviews.views import searching

urlpatterns = [path("search/", searching.search, name="search")]
