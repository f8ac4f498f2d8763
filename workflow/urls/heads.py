"""Addresses of the steps: heads of departments."""

from django.urls import path

from workflow.views import heads, releasing

urlpatterns = [
    path("department/", heads.head, name="head"),
    path("department/reviews/<int:pk>/approval/", heads.approve, name="approve"),
    path("department/reviews/<int:pk>/return/", heads.send_back, name="send_back"),
    path(
        "department/urgings/<int:pk>/answer/",
        heads.answer_urging,
        name="answer_urging",
    ),
    path("cases/<str:serial>/release/", releasing.release, name="release"),
    path(
        "cases/<str:serial>/release/notice.pdf",
        releasing.release_notice,
        name="release_notice",
    ),
]
