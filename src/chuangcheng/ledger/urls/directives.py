from django.urls import URLPattern, path

from chuangcheng.ledger.views.directives import drafts, names, pages, publication

urlpatterns: list[URLPattern] = [
    path("directives/", pages.listing, name="directives"),
    path("directives/upload/", pages.upload, name="directive_upload"),
    path("directives/paste/", pages.paste, name="directive_paste"),
    path("directives/<str:number>/", pages.detail, name="directive"),
    path("directives/<str:number>/file/", pages.original, name="directive_file"),
    path("directives/<str:number>/progress/", pages.progress, name="directive_progress"),
    path("directives/<str:number>/again/", pages.read_again, name="directive_again"),
    path("directives/<str:number>/withdraw/", pages.withdraw, name="directive_withdraw"),
    path("directives/<str:number>/units/", names.table, name="directive_units"),
    path("directives/<str:number>/units/confirm/", names.confirm, name="directive_confirm"),
    path("directives/<str:number>/units/settle/", names.settle, name="directive_settle"),
    path("directives/<str:number>/publish/", publication.publish, name="directive_publish"),
    path("directives/<str:number>/drafts/", drafts.several, name="drafts"),
    path("directives/<str:number>/drafts/add/", drafts.add, name="draft_add"),
    path("directives/<str:number>/drafts/<int:draft>/", drafts.card, name="draft"),
    path(
        "directives/<str:number>/drafts/<int:draft>/edit/", drafts.edit, name="draft_edit"
    ),
    path(
        "directives/<str:number>/drafts/<int:draft>/split/",
        drafts.split,
        name="draft_split",
    ),
    *(
        path(
            f"directives/<str:number>/drafts/<int:draft>/{verb}/",
            drafts.mark,
            {"verb": verb},
            name=f"draft_{verb}",
        )
        for verb in ("confirm", "drop", "restore")
    ),
]
