from django.urls import include, path

from chuangcheng.web import health, home, metrics, search
from chuangcheng.web.rest import api

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("accounts/", include("chuangcheng.accounts.urls")),
    path("city/", include("chuangcheng.city.urls")),
    path("framework/", include("chuangcheng.framework.urls")),
    path("points/", include("chuangcheng.points.urls")),
    path("map/", include("chuangcheng.command_post.urls")),
    path("ledger/", include("chuangcheng.ledger.urls")),
    path("api/v1/", api.urls),
]
