"""The package's own pages and a place to arrive at after sign-in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@login_required
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("工作台")


urlpatterns = [
    path("", home, name="home"),
    path("accounts/", include("chuangcheng.accounts.urls")),
]
