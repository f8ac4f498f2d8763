"""Addresses of the steps: sealing."""

from django.urls import path

from workflow.views import certifying, designing, devices, placing, sealing

urlpatterns = [
    path("cases/<str:serial>/seal/", sealing.seal, name="seal"),
    path(
        "cases/<str:serial>/seal/progress/", sealing.seal_progress, name="seal_progress"
    ),
    path(
        "cases/<str:serial>/seal/resumption/", sealing.seal_resume, name="seal_resume"
    ),
    path("cases/<str:serial>/seal/<int:pk>.png", sealing.seal_look, name="seal_look"),
    path(
        "cases/<str:serial>/seal/<int:pk>/places/",
        placing.seal_places,
        name="seal_places",
    ),
    path(
        "cases/<str:serial>/seal/<int:pk>/page.png", placing.seal_page, name="seal_page"
    ),
    path(
        "cases/<str:serial>/seal/face/<str:field>.png",
        placing.seal_face,
        name="seal_face",
    ),
    path("cases/<str:serial>/certificate/", certifying.certify, name="certify"),
    path(
        "cases/<str:serial>/certificate/draft.pdf",
        certifying.certificate_draft,
        name="certificate_draft",
    ),
    path(
        "cases/<str:serial>/certificate/draft.png",
        certifying.certificate_picture,
        name="certificate_picture",
    ),
    path("cases/<str:serial>/design-seal/", designing.design_seal, name="design_seal"),
    path(
        "cases/<str:serial>/design-seal/<int:pk>/resumption/",
        designing.design_resume,
        name="design_resume",
    ),
    path("device/", devices.device, name="device"),
    path("device/code/", devices.device_code, name="device_code"),
    path("cases/<str:serial>/sealed.zip", sealing.sealed_set, name="sealed_set"),
]
