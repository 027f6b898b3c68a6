from django.urls import path

from chuangcheng.framework.views import crosswalk, options

urlpatterns = [
    path("options/indicators/", options.indicators, name="indicator_options"),
    path("crosswalk/", crosswalk.matrix, name="crosswalk"),
    path("crosswalk/export/", crosswalk.export, name="crosswalk_export"),
    path("crosswalk/add/", crosswalk.add, name="crosswalk_add"),
    path("crosswalk/of/<int:pk>/", crosswalk.panel, name="crosswalk_panel"),
    path("crosswalk/links/<int:pk>/remove/", crosswalk.remove, name="crosswalk_remove"),
    path("crosswalk/<str:covering>/<str:covered>/", crosswalk.pair, name="crosswalk_pair"),
    path(
        "crosswalk/<str:covering>/<str:covered>/confirm/",
        crosswalk.confirm,
        name="crosswalk_confirm",
    ),
]
