from django.urls import path

from dayroom.doors.files import views

FILE = "rooms/<uuid:room_id>/files/<uuid:file_id>"

urlpatterns = [
    path(f"{FILE}/original", views.original, name="file"),
    path(f"{FILE}/view", views.view, name="file_view"),
    path(f"{FILE}/thumbnail", views.thumbnail, name="file_thumbnail"),
    path(f"{FILE}/picture", views.picture, name="file_picture"),
]
