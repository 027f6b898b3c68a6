from django.urls import path

from chuangcheng.framework.views import editions

urlpatterns = [
    path("", editions.listing, name="frameworks"),
    path("builtin/", editions.load_builtin, name="load_builtin"),
]
