from django.urls import path

from chuangcheng.framework.views import comparisons, matching, workbook

urlpatterns = [
    path("compare/", comparisons.compare, name="compare"),
    path(
        "compare/<int:older>/<int:newer>/export/", comparisons.export, name="compare_export"
    ),
    path("compare/<int:older>/<int:newer>/matches/", matching.matches, name="matches"),
    path("compare/<int:older>/<int:newer>/decide/", matching.decide, name="match_decide"),
    path("compare/<int:older>/<int:newer>/sure/", matching.confirm_sure, name="match_sure"),
    path("compare/<int:older>/<int:newer>/pair/", matching.pair, name="match_pair"),
    path("compare/<int:older>/<int:newer>/carry/", matching.carry, name="carry"),
    path("edition/<int:pk>/workbook/", workbook.show, name="workbook"),
    path("edition/<int:pk>/workbook/export/", workbook.export, name="workbook_export"),
    path("edition/<int:pk>/workbook/upload/", workbook.upload, name="workbook_upload"),
    path("edition/<int:pk>/workbook/confirm/", workbook.confirm, name="workbook_confirm"),
    path("edition/<int:pk>/workbook/discard/", workbook.discard, name="workbook_discard"),
]
