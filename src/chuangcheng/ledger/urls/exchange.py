from django.urls import URLPattern, path

from chuangcheng.ledger.views.exchange import (
    calendar,
    exports,
    imports,
    pledges,
    unit,
)

urlpatterns: list[URLPattern] = [
    path("imports/", imports.listing, name="imports"),
    path("imports/template/", imports.template, name="import_template"),
    path("imports/<str:number>/", imports.show, name="import"),
    path("imports/<str:number>/columns/", imports.columns, name="import_columns"),
    path("imports/<str:number>/units/", imports.units, name="import_units"),
    path("imports/<str:number>/start/", imports.start, name="import_start"),
    path("imports/<str:number>/drop/", imports.drop, name="import_drop"),
    path("imports/<str:number>/progress/", imports.progress, name="import_progress"),
    path("export/tasks/", exports.tasks, name="tasks_export"),
    path("export/tallies/", exports.counts, name="tallies_export"),
    path("export/everything/", exports.everything, name="full_export"),
    path("pledges/", pledges.listing, name="pledges"),
    path("pledges/<str:code>/<int:plan>/", pledges.download, name="pledge"),
    path("units/<str:code>/", unit.panel, name="unit_tasks"),
    path("calendar/", calendar.show, name="calendar"),
    path("calendar/create/", calendar.create, name="calendar_create"),
    path("calendar/revoke/", calendar.revoke, name="calendar_revoke"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar_feed"),
]
