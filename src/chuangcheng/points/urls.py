from django.urls import path

from chuangcheng.points.views import map as map_views

app_name = "points"
urlpatterns = [
    path("map-data/", map_views.map_data, name="map_data"),
]
