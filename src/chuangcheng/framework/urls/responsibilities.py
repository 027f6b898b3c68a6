from django.urls import path

from chuangcheng.framework.views.responsibilities import (
    assigning,
    gaps,
    listing,
    own,
    proposals,
    sheets,
)

urlpatterns = [
    path("responsibilities/", listing.listing, name="responsibilities"),
    path("responsibilities/bulk/", listing.assign_many, name="duties_bulk"),
    path("responsibilities/export/", listing.export, name="duties_export"),
    path("responsibilities/import/", sheets.show, name="duties_import"),
    path("responsibilities/import/template/", sheets.template, name="duties_template"),
    path("responsibilities/import/upload/", sheets.upload, name="duties_upload"),
    path("responsibilities/import/confirm/", sheets.confirm, name="duties_confirm"),
    path("responsibilities/import/discard/", sheets.discard, name="duties_discard"),
    path("responsibilities/proposals/", proposals.show, name="proposals"),
    path("responsibilities/gaps/", gaps.show, name="gaps"),
    path("responsibilities/gaps/export/", gaps.export, name="gaps_export"),
    path("responsibilities/mine/", own.mine, name="my_duties"),
    path("responsibilities/posts/", assigning.post_options, name="post_options"),
    path("responsibilities/units/<str:code>/", own.unit_panel, name="unit_duties"),
    path("responsibilities/of/<int:pk>/", assigning.detail, name="duties_of"),
    path("responsibilities/of/<int:pk>/panel/", assigning.panel, name="duties_panel"),
    path("responsibilities/of/<int:pk>/add/", assigning.add, name="duty_add"),
    path("responsibilities/<int:pk>/edit/", assigning.edit, name="duty_edit"),
    path("responsibilities/<int:pk>/remove/", assigning.remove, name="duty_remove"),
]
