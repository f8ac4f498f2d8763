"""Addresses of the pictures of sheets."""

from django.urls import path

from reviews.views import sheets

urlpatterns = [
    path(
        "faces/<int:face_id>/tiles/<int:z>/<int:x>/<int:y>.png",
        sheets.tile,
        name="tile",
    ),
    path("faces/<int:face_id>/thumbnail.png", sheets.thumbnail, name="thumbnail"),
    path("faces/<int:face_id>/<int:width>.png", sheets.picture, name="picture"),
    path("faces/<int:face_id>/page.pdf", sheets.page, name="page"),
]
