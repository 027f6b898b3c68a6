from django.urls import URLPattern

app_name = "command_post"
urlpatterns: list[URLPattern] = []
