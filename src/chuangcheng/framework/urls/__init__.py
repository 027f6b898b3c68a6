"""Addresses of the frameworks, subject by subject."""

from chuangcheng.framework.urls import (
    comparisons,
    crosswalk,
    registry,
    responsibilities,
    rulebook,
)

app_name = "framework"
urlpatterns = [
    *registry.urlpatterns,
    *comparisons.urlpatterns,
    *responsibilities.urlpatterns,
    *crosswalk.urlpatterns,
    *rulebook.urlpatterns,
]
