"""Addresses of the letters that wait for a seal."""

from django.urls import path

from workflow.views import lettering

urlpatterns = [
    path("letters/", lettering.letters, name="letters"),
    path(
        "letters/orders/<int:pk>/resumption/",
        lettering.letters_resume,
        name="letters_resume",
    ),
    path("letters/<int:pk>.pdf", lettering.letter_file, name="letter_file"),
    path("letters/<int:pk>.png", lettering.letter_picture, name="letter_picture"),
]
