"""Addresses of the register of registrations and of the seals."""

from django.urls import path

from workflow.views import registers

urlpatterns = [
    path("register/", registers.register, name="register"),
    path("register/<int:pk>/", registers.registration, name="registration"),
    path("register/<int:pk>/end/", registers.registration_end, name="registration_end"),
    path(
        "register/<int:pk>/seal/", registers.registration_seal, name="registration_seal"
    ),
]
