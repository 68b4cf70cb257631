from django.urls import path

from dayroom.features.lobby.views import asks, door, finding, founding, invitation, inviting, panels, people, settings

urlpatterns = [
    path("rooms/", finding.rooms, name="rooms"),
    path("rooms/new", founding.found_room, name="found_room"),
    path("invitations/<str:token>", invitation.invitation, name="invitation"),
    path("invitations/<str:token>/accept", invitation.come_in, name="invitation_accept"),
    path("invitations/<str:token>/qr.svg", inviting.qr, name="invitation_qr"),
    path("rooms/<uuid:room_id>/door", door.door, name="room_door"),
    path("rooms/<uuid:room_id>/ask", door.ask, name="room_ask"),
    path("rooms/<uuid:room_id>/ask/back", door.take_back, name="room_ask_back"),
    path("rooms/<uuid:room_id>/enter", door.enter, name="room_enter"),
    path("rooms/<uuid:room_id>/who", panels.who, name="room_who"),
    path("rooms/<uuid:room_id>/me", panels.me, name="room_me"),
    path("rooms/<uuid:room_id>/notify", panels.notify, name="room_notify"),
    path("rooms/<uuid:room_id>/people", people.people, name="room_people"),
    path("rooms/<uuid:room_id>/people/<uuid:membership_id>", people.person, name="room_person"),
    path("rooms/<uuid:room_id>/people/<uuid:membership_id>/role", people.role, name="room_role"),
    path("rooms/<uuid:room_id>/people/<uuid:membership_id>/until", people.until, name="room_until"),
    path("rooms/<uuid:room_id>/people/<uuid:membership_id>/remove", people.remove, name="room_remove"),
    path("rooms/<uuid:room_id>/leave", people.leave, name="room_leave"),
    path("rooms/<uuid:room_id>/asks", asks.asks, name="room_asks"),
    path("rooms/<uuid:room_id>/asks/<uuid:ask_id>/let-in", asks.let_in, name="room_let_in"),
    path("rooms/<uuid:room_id>/asks/<uuid:ask_id>/turn-down", asks.turn_down, name="room_turn_down"),
    path("rooms/<uuid:room_id>/invitations", inviting.invitations, name="room_invitations"),
    path("rooms/<uuid:room_id>/invitations/link", inviting.invite_link, name="room_invite_link"),
    path("rooms/<uuid:room_id>/invitations/mail", inviting.invite_mail, name="room_invite_mail"),
    path("rooms/<uuid:room_id>/invitations/<uuid:invitation_id>/revoke", inviting.revoke, name="room_revoke"),
    path("rooms/<uuid:room_id>/settings", settings.settings, name="room_settings"),
    path("rooms/<uuid:room_id>/archive", settings.archive, name="room_archive"),
    path("rooms/<uuid:room_id>/reopen", settings.reopen, name="room_reopen"),
]
