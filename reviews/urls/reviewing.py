"""Addresses of the screens of reviewers and comparisons."""

from django.urls import path

from reviews.views import (
    accepting,
    comparison_papers,
    comparisons,
    concluding,
    crops,
    opinions,
    roundtwo,
    workbench,
)

urlpatterns = [
    path("cases/<str:serial>/workbench/", workbench.workbench, name="workbench"),
    path(
        "cases/<str:serial>/sheets/<int:revision_id>/",
        workbench.workbench_sheet,
        name="workbench_sheet",
    ),
    path(
        "cases/<str:serial>/sheets/<int:revision_id>/opinions/",
        opinions.sheet_opinions,
        name="sheet_opinions",
    ),
    path(
        "cases/<str:serial>/opinions/<int:opinion_id>/",
        opinions.opinion,
        name="opinion",
    ),
    path(
        "cases/<str:serial>/opinions/<int:opinion_id>/withdrawal/",
        opinions.withdrawal,
        name="opinion_withdrawal",
    ),
    path("cases/<str:serial>/clauses/", opinions.clauses, name="clauses"),
    path(
        "cases/<str:serial>/conclusion/",
        concluding.conclusion,
        name="review_conclusion",
    ),
    path("cases/<str:serial>/round/", roundtwo.roundtwo, name="roundtwo"),
    path(
        "cases/<str:serial>/opinions/<int:opinion_id>/judgement/",
        roundtwo.judgement,
        name="opinion_judgement",
    ),
    path(
        "cases/<str:serial>/opinions/<int:opinion_id>/consultation/",
        roundtwo.call,
        name="opinion_consultation",
    ),
    path(
        "cases/<str:serial>/changes/<int:change_id>/tick/",
        roundtwo.tick,
        name="change_tick",
    ),
    path(
        "cases/<str:serial>/comparisons/<int:comparison_id>/",
        comparisons.compare,
        name="compare",
    ),
    path(
        "cases/<str:serial>/comparisons/<int:comparison_id>/lines.json",
        comparisons.lines,
        name="compare_lines",
    ),
    path(
        "cases/<str:serial>/comparisons/<int:comparison_id>/changes/<int:index>/",
        comparisons.change,
        name="compare_change",
    ),
    path(
        "cases/<str:serial>/comparisons/<int:comparison_id>/accept/",
        accepting.accept,
        name="compare_accept",
    ),
    path(
        "cases/<str:serial>/comparisons/report/",
        comparison_papers.report,
        name="compare_case_report",
    ),
    path(
        "cases/<str:serial>/comparisons/report.pdf",
        comparison_papers.report_file,
        name="compare_case_report_file",
    ),
    path(
        "cases/<str:serial>/comparisons/<int:comparison_id>/report/",
        comparison_papers.report,
        name="compare_report",
    ),
    path(
        "cases/<str:serial>/comparisons/<int:comparison_id>/report.pdf",
        comparison_papers.report_file,
        name="compare_report_file",
    ),
    path(
        "cases/<str:serial>/comparisons/<int:comparison_id>/clouds.dxf",
        comparison_papers.clouds,
        name="compare_clouds",
    ),
    path("faces/<int:face_id>/crops/<int:width>.png", crops.crop, name="crop"),
]
