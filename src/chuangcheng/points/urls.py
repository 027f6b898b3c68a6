from django.urls import path

from chuangcheng.points.views import bulk, imports, labels, panels, photos, points, twins
from chuangcheng.points.views import map as map_views

app_name = "points"
urlpatterns = [
    path("", points.listing, name="points"),
    path("export/", points.export, name="export"),
    path("add/", points.add, name="point_add"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("map-data/", map_views.map_data, name="map_data"),
    path("import/", imports.show, name="import"),
    path("import/template/", imports.template, name="import_template"),
    path("import/upload/", imports.upload, name="import_upload"),
    path("import/confirm/", imports.confirm, name="import_confirm"),
    path("import/discard/", imports.discard, name="import_discard"),
    path("import/progress/", imports.follow, name="import_progress"),
    path("labels/", labels.choose, name="labels"),
    path("labels/write/", labels.write, name="labels_write"),
    path("labels/sheet/", labels.sheet, name="label_sheet"),
    path("labels/sheet/progress/", labels.follow, name="label_progress"),
    path("labels/sheet/file/", labels.fetch, name="label_file"),
    path("twins/", twins.listing, name="twins"),
    path("twins/decide/", twins.decide, name="twins_decide"),
    path("photo/<int:pk>/", photos.photo, name="photo"),
    path("photo/<int:pk>/small/", photos.thumbnail, name="thumbnail"),
    path("where/", points.where, name="where"),
    path("unit/<str:code>/panel/", panels.unit, name="unit_panel"),
    path("region/<str:code>/panel/", panels.region, name="region_panel"),
    path("p/<str:code>/", points.show, name="point"),
    path("p/<str:code>/edit/", points.edit, name="point_edit"),
    path("p/<str:code>/place/", points.place, name="point_place"),
    path("p/<str:code>/void/", points.void, name="point_void"),
    path("p/<str:code>/restore/", points.restore, name="point_restore"),
    path("p/<str:code>/photo/", photos.replace, name="photo_replace"),
]
