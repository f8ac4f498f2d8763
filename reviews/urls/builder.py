"""Addresses of the screens of builder and designer."""

from django.urls import path

from reviews.views import (
    answers,
    archives,
    cases,
    corrections,
    declaring,
    fates,
    letters,
    lists,
    materials,
    mends,
    opening,
    transport,
    tus,
    uploads,
)

urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/new/", opening.new_case, name="new_case"),
    path("cases/new/routing/", opening.routing, name="routing"),
    path("cases/<str:serial>/", cases.case, name="case"),
    path("cases/<str:serial>/facts/", opening.facts, name="facts"),
    path("cases/<str:serial>/confirm/", cases.confirm, name="confirm"),
    path("cases/<str:serial>/timeline/", cases.timeline, name="timeline"),
    path("cases/<str:serial>/letters/<int:pk>.pdf", letters.letter, name="letter"),
    path(
        "cases/<str:serial>/issued/<str:code>.pdf",
        cases.issued_file,
        name="issued_file",
    ),
    path("cases/<str:serial>/archive/", archives.archive, name="archive"),
    path(
        "cases/<str:serial>/archive/<int:version>.zip",
        archives.archive_file,
        name="archive_file",
    ),
    path("cases/<str:serial>/materials/", materials.materials, name="materials"),
    path(
        "cases/<str:serial>/materials/<str:code>/",
        materials.material_file,
        name="material_file",
    ),
    path("cases/<str:serial>/upload/", uploads.upload, name="upload"),
    path("cases/<str:serial>/upload/sheets", uploads.sheets, name="upload_sheets"),
    path("cases/<str:serial>/upload/intake", transport.intake, name="intake"),
    path("cases/<str:serial>/upload/fates", fates.fates, name="fates"),
    path("cases/<str:serial>/upload/mend", mends.mend, name="mend"),
    path(
        "cases/<str:serial>/upload/corrections/",
        corrections.corrections,
        name="corrections",
    ),
    path(
        "cases/<str:serial>/upload/table.<str:form>", lists.table, name="upload_table"
    ),
    path("cases/<str:serial>/upload/list", lists.give, name="give_list"),
    path("cases/<str:serial>/upload/list/given", lists.given, name="given_list"),
    path("cases/<str:serial>/upload/list/back", lists.take_back, name="take_back_list"),
    path("drawing-list.<str:form>", lists.template, name="list_template"),
    path("cases/<str:serial>/upload/files", transport.files, name="begin_file"),
    path("cases/<str:serial>/upload/files/<uuid:token>", tus.upload, name="piece"),
    path(
        "cases/<str:serial>/upload/files/<uuid:token>/take-out",
        uploads.take_out,
        name="take_out",
    ),
    path("cases/<str:serial>/upload/complete", transport.complete, name="complete"),
    path(
        "cases/<str:serial>/upload/sheets/<int:pk>/",
        corrections.correct,
        name="correct",
    ),
    path("cases/<str:serial>/answers/", answers.answers, name="answers"),
    path("cases/<str:serial>/answers/<str:number>/", answers.answer, name="answer"),
    path("cases/<str:serial>/changes/", declaring.changes, name="changes"),
    path("cases/<str:serial>/changes/<int:pk>/", declaring.declare, name="declare"),
]
