from django.http import HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, **_: str) -> HttpResponse:
    return HttpResponse(status=503)


urlpatterns = [path("tasks/", _soon, name="tasks"), path("tasks/<str:number>/", _soon, name="task")]
