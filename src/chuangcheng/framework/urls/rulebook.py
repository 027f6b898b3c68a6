from django.urls import path

from chuangcheng.framework.views.rulebook import keeping, reading

urlpatterns = [
    path("rules/", reading.listing, name="rules"),
    path("rules/export/", reading.export, name="rules_export"),
    path("rules/add/", keeping.enact, name="rule_add"),
    path("rules/serving/<int:pk>/", reading.panel, name="rules_panel"),
    path("rules/serving/<int:pk>/bind/", keeping.bind_to, name="rule_bind_to"),
    path("rules/bindings/<int:pk>/remove/", keeping.unbind, name="rule_unbind"),
    path("rules/<str:number>/", reading.detail, name="rule"),
    path("rules/<str:number>/edit/", keeping.correct, name="rule_edit"),
    path("rules/<str:number>/revise/", keeping.revise, name="rule_revise"),
    path("rules/<str:number>/repeal/", keeping.repeal, name="rule_repeal"),
    path("rules/<str:number>/bind/", keeping.bind, name="rule_bind"),
    path("rules/<str:number>/file/<int:version>/", reading.original, name="rule_file"),
    path(
        "rules/<str:number>/compare/<int:older>/<int:newer>/",
        reading.compare,
        name="rule_compare",
    ),
]
