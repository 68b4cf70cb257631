from django.urls import URLPattern, path

from dayroom.features.messages import views

urlpatterns: list[URLPattern] = [
    path("", views.messages, name="messages"),
    path("new", views.new_conversation, name="new_conversation"),
    path("<uuid:room_id>/", views.conversation, name="conversation"),
    path("<uuid:room_id>/say", views.say, name="say"),
    path("<uuid:room_id>/said/<uuid:entry_id>", views.said_one, name="said"),
    path("<uuid:room_id>/said/<uuid:entry_id>/<slug:kind>", views.answer, name="answer"),
    path("<uuid:room_id>/leave", views.leave, name="leave_conversation"),
]
