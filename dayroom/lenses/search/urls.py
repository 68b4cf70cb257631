from django.urls import URLPattern, path

from dayroom.lenses.search import views

urlpatterns: list[URLPattern] = [
    path("search", views.search, name="search"),
    path("search/rooms", views.search_rooms, name="search_rooms"),
    path("search/people", views.search_people, name="search_people"),
    path("rooms/<uuid:room_id>/search", views.search_room, name="search_room"),
]
