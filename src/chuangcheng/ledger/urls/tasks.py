from django.urls import URLPattern, path

from chuangcheng.ledger.views.tasks import acts, detail, editing, listing, plans, tallies

urlpatterns: list[URLPattern] = [
    path("tasks/", listing.listing, name="tasks"),
    path("tasks/bulk/", listing.bulk, name="tasks_bulk"),
    path("tasks/new/", editing.new, name="task_new"),
    path("tasks/<str:number>/", detail.detail, name="task"),
    path("tasks/<str:number>/edit/", editing.edit, name="task_edit"),
    *(
        path(
            f"tasks/<str:number>/{slug}/",
            acts.act,
            {"verb": slug},
            name=f"task_{slug.replace('-', '_')}",
        )
        for slug in acts.VERBS
    ),
    path(
        "requests/extension/<int:pk>/",
        acts.decide,
        {"kind": "extension"},
        name="extension_decide",
    ),
    path(
        "requests/handover/<int:pk>/",
        acts.decide,
        {"kind": "handover"},
        name="handover_decide",
    ),
    path("files/<int:pk>/", detail.file, name="progress_file"),
    path("tallies/", tallies.show, name="tallies"),
    path("plans/", plans.listing, name="plans"),
    path("plans/new/", plans.new_plan, name="plan_new"),
    path("plans/<int:pk>/", plans.detail, name="plan"),
    path("plans/<int:pk>/edit/", plans.edit_plan, name="plan_edit"),
    path("plans/<int:pk>/projects/new/", plans.new_project, name="project_new"),
    path("projects/<int:pk>/edit/", plans.edit_project, name="project_edit"),
]
