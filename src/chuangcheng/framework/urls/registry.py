from django.urls import path

from chuangcheng.framework.views import checklists, editions, tree

urlpatterns = [
    path("", editions.listing, name="frameworks"),
    path("builtin/", editions.load_builtin, name="load_builtin"),
    path("edition/<int:pk>/", tree.edition, name="edition"),
    path("edition/<int:pk>/vetoes/", tree.vetoes_of, name="vetoes"),
    path("edition/<int:pk>/checklists/", checklists.of_edition, name="checklists"),
    path("indicator/<int:pk>/", tree.indicator, name="indicator"),
    path("point-types/", checklists.point_types, name="point_types"),
    path("checklist/<int:pk>/", checklists.detail, name="checklist"),
]
