from django.urls import path

from dayroom.features.polls import views

urlpatterns = [path("<uuid:room_id>/entries/<uuid:entry_id>/vote", views.vote, name="poll_vote")]
