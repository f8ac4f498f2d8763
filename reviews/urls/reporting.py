"""Addresses of the ingestion report."""

from django.urls import path

from reviews.views import report

urlpatterns = [
    path("cases/<str:serial>/report/", report.report, name="report"),
    path(
        "cases/<str:serial>/report/<int:pk>/", report.report_sheet, name="report_sheet"
    ),
    path(
        "cases/<str:serial>/report/<int:pk>/proof.png",
        report.report_picture,
        name="report_picture",
    ),
]
