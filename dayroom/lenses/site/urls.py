from django.urls import path

from dayroom.lenses.site import views

urlpatterns = [
    path("", views.site, name="site"),
    path("people", views.people, name="site_people"),
    path("people/<uuid:person_id>", views.person, name="site_person"),
    path("people/<uuid:person_id>/suspend", views.suspend, name="site_suspend"),
    path("people/<uuid:person_id>/let-back", views.let_back, name="site_let_back"),
    path("people/<uuid:person_id>/label", views.label, name="site_label"),
    path("people/<uuid:person_id>/label/<uuid:hat_id>/off", views.unlabel, name="site_unlabel"),
    path("checks", views.checks, name="site_checks"),
    path("checks/<uuid:credential_id>", views.check, name="site_check"),
    path("checks/<uuid:credential_id>/refuse", views.refuse, name="site_refuse"),
    path("openings", views.openings, name="site_openings"),
    path("openings/ask", views.ask_opening, name="site_ask_opening"),
    path("openings/<uuid:opening_id>/open", views.open_seal, name="site_open_seal"),
]
