from django.urls import path

from chuangcheng.command_post.views import cards, map, table

app_name = "command_post"
urlpatterns = [
    path("", map.page, name="map"),
    path("search/", map.search, name="map_search"),
    path("tasks/", map.tasks, name="map_tasks"),
    path("point/<str:code>/", cards.point, name="map_point"),
    path("region/<str:code>/", cards.region, name="map_region"),
    path("table/", table.points, name="map_table"),
    path("table/regions/", table.regions, name="map_regions"),
]
