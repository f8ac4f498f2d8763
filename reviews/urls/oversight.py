"""Addresses of the screens of the regulator and the public."""

from django.urls import path

from reviews.views import course, oversight, oversight_lists, public

urlpatterns = [
    path("public/", public.public, name="public"),
    path("oversight/", oversight.oversight, name="oversight"),
    path("oversight/ledger/", oversight.ledger, name="oversight_ledger"),
    path("oversight/cases/", oversight_lists.oversight_cases, name="oversight_cases"),
    path(
        "oversight/cases.csv", oversight_lists.oversight_table, name="oversight_table"
    ),
    path("oversight/reviews/<int:pk>/urgings/", oversight.urgings, name="urgings"),
    path(
        "oversight/urgings/<int:pk>/answer/",
        oversight.urging_answer,
        name="urging_answer",
    ),
    path("cases/<str:serial>/course/", course.course, name="course"),
]
