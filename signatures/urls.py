"""Addresses of the pages that verify seals."""

from django.urls import path

from signatures import views

app_name = "signatures"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("v/<str:code>", views.short, name="short"),
    path("v/<str:code>/", views.issued, name="issued"),
]
