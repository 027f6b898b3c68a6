from django.urls import path

from chuangcheng.framework.views import checklists, editions, tree
from chuangcheng.framework.views.editing import checklists as checklist_editing
from chuangcheng.framework.views.editing import (
    indicators,
    point_types,
    reshaping,
    vetoes,
    weights,
)

urlpatterns = [
    path("", editions.listing, name="frameworks"),
    path("add/", editions.add_framework, name="framework_add"),
    path("builtin/", editions.load_builtin, name="load_builtin"),
    path("of/<str:code>/start/", editions.start, name="start"),
    path("edition/<int:pk>/", tree.edition, name="edition"),
    path("edition/<int:pk>/copy/", editions.copy, name="copy"),
    path("edition/<int:pk>/describe/", editions.describe, name="describe"),
    path("edition/<int:pk>/check/", editions.check, name="check"),
    path("edition/<int:pk>/put-in-force/", editions.put_in_force, name="put_in_force"),
    path("edition/<int:pk>/withdraw/", editions.withdraw, name="withdraw"),
    path("edition/<int:pk>/reweigh/", weights.reweigh, name="reweigh"),
    path("edition/<int:pk>/add/", indicators.add, name="indicator_add"),
    path("edition/<int:pk>/move/", indicators.move, name="indicators_move"),
    path("edition/<int:pk>/remove/", indicators.remove, name="indicators_remove"),
    path("edition/<int:pk>/merge/", reshaping.merge, name="indicators_merge"),
    path("indicator/<int:pk>/", tree.indicator, name="indicator"),
    path("indicator/<int:pk>/edit/", indicators.edit, name="indicator_edit"),
    path("indicator/<int:pk>/split/", reshaping.split, name="indicator_split"),
    path("indicator/<int:pk>/up/", indicators.shift, {"up": True}, name="indicator_up"),
    path(
        "indicator/<int:pk>/down/", indicators.shift, {"up": False}, name="indicator_down"
    ),
    path("edition/<int:pk>/vetoes/", tree.vetoes_of, name="vetoes"),
    path(
        "edition/<int:pk>/vetoes/add/", vetoes.add_negative_item, name="negative_item_add"
    ),
    path("veto/<int:pk>/edit/", vetoes.edit_negative_item, name="negative_item_edit"),
    path("veto/<int:pk>/remove/", vetoes.remove_negative_item, name="negative_item_remove"),
    path(
        "edition/<int:pk>/preconditions/add/",
        vetoes.add_precondition,
        name="precondition_add",
    ),
    path("precondition/<int:pk>/edit/", vetoes.edit_precondition, name="precondition_edit"),
    path(
        "precondition/<int:pk>/remove/",
        vetoes.remove_precondition,
        name="precondition_remove",
    ),
    path("edition/<int:pk>/checklists/", checklists.of_edition, name="checklists"),
    path("edition/<int:pk>/checklists/add/", checklist_editing.add, name="checklist_add"),
    path("checklist/<int:pk>/", checklists.detail, name="checklist"),
    path("checklist/<int:pk>/edit/", checklist_editing.edit_window, name="checklist_edit"),
    path("checklist/<int:pk>/remove/", checklist_editing.remove, name="checklist_remove"),
    path("checklist/<int:pk>/items/add/", checklist_editing.add_item, name="item_add"),
    path("item/<int:pk>/edit/", checklist_editing.edit_item, name="item_edit"),
    path("item/<int:pk>/remove/", checklist_editing.remove_item, name="item_remove"),
    path("point-types/", checklists.point_types, name="point_types"),
    path("point-types/add/", point_types.add, name="point_type_add"),
    path("point-types/<str:code>/edit/", point_types.edit, name="point_type_edit"),
]
