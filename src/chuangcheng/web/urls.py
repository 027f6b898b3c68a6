from django.urls import include, path

from chuangcheng.web import health, metrics

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("accounts/", include("chuangcheng.accounts.urls")),
    path("city/", include("chuangcheng.city.urls")),
    path("ledger/", include("chuangcheng.ledger.urls")),
]
