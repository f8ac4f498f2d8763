"""Addresses of the register of registrations, of the seals, and of revocations."""

from django.urls import path

from workflow.views import holders, registers, revoking

urlpatterns = [
    path("register/", registers.register, name="register"),
    path("register/<int:pk>/", registers.registration, name="registration"),
    path("register/<int:pk>/end/", registers.registration_end, name="registration_end"),
    path(
        "register/<int:pk>/seal/", registers.registration_seal, name="registration_seal"
    ),
    path("seals/", holders.seals, name="seals"),
    path("seals/<int:pk>/", holders.holder, name="holder"),
    path("seals/<int:pk>/delegation/", holders.delegate, name="seal_delegate"),
    path(
        "seals/<int:pk>/delegation/<int:row>/end/",
        holders.undelegate,
        name="seal_undelegate",
    ),
    path("seals/<int:pk>/suspension/", holders.suspend, name="seal_suspend"),
    path("seals/<int:pk>/resumption/", holders.resume, name="seal_let_go_on"),
    path("seals/<int:pk>/revocation/", holders.ask, name="seal_ask"),
    path("seals/<int:pk>/revocation/decision/", holders.decide, name="seal_decide"),
    path("seals/<int:pk>/renewal/", holders.renew, name="seal_renew"),
    path("cases/<str:serial>/revocation/", revoking.revocation, name="revocation"),
    path(
        "cases/<str:serial>/revocation/<int:pk>/decision/",
        revoking.decide,
        name="revocation_decision",
    ),
]
