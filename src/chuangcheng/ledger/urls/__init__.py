"""Addresses under /ledger/, one list a subject."""

from chuangcheng.ledger.urls import directives, exchange, tasks

app_name = "ledger"
urlpatterns = [*directives.urlpatterns, *exchange.urlpatterns, *tasks.urlpatterns]
