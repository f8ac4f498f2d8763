"""Addresses of the pictures of sheets."""

from django.urls import path

from reviews.views import sheet_places, sheets

urlpatterns = [
    path(
        "faces/<int:face_id>/tiles/<int:z>/<int:x>/<int:y>.png",
        sheets.tile,
        name="tile",
    ),
    path("faces/<int:face_id>/thumbnail.png", sheets.thumbnail, name="thumbnail"),
    path("faces/<int:face_id>/<int:width>.png", sheets.picture, name="picture"),
    path("faces/<int:face_id>/page.pdf", sheets.page, name="page"),
    path("faces/<int:face_id>/layers.json", sheet_places.layers, name="layers"),
    path("faces/<int:face_id>/words.json", sheet_places.words, name="words"),
    path(
        "faces/<int:face_id>/lines/<int:column>/<int:row>.json",
        sheet_places.lines,
        name="lines",
    ),
]
