"""Addresses of the screens of consultations."""

from django.urls import path

from reviews.views import consultations

_ROOM = "cases/<str:serial>/consultations/<int:number>"

urlpatterns = [
    path("consultations/", consultations.consultations, name="consultations"),
    path(f"{_ROOM}/", consultations.consultation, name="consultation"),
    path(f"{_ROOM}/chairs/", consultations.chairs, name="consultation_chairs"),
    path(f"{_ROOM}/opening/", consultations.opening, name="consultation_opening"),
    path(f"{_ROOM}/declining/", consultations.declining, name="consultation_declining"),
    path(f"{_ROOM}/position/", consultations.position, name="consultation_position"),
    path(
        f"{_ROOM}/resolution/", consultations.resolution, name="consultation_resolution"
    ),
    path(f"{_ROOM}/minutes.pdf", consultations.minutes, name="consultation_minutes"),
]
