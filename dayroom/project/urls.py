from django.urls import URLPattern, URLResolver, include, path

from dayroom.project import reports

urlpatterns: list[URLPattern | URLResolver] = [
    path("csp-report", reports.report, name="csp-report"),
    path("", include("dayroom.web.urls")),
    # Early, because they are asked for most; no two of these lists know the same address.
    path("rooms/", include("dayroom.features.posts.urls")),
    path("", include("dayroom.features.lobby.urls")),
    path("site/", include("dayroom.lenses.site.urls")),
    path("", include("dayroom.features.account.urls")),
    path("rooms/", include("dayroom.features.polls.urls")),
    path("", include("dayroom.doors.files.urls")),
    path("messages/", include("dayroom.features.messages.urls")),
    path("", include("dayroom.lenses.search.urls")),
]

handler400 = "dayroom.web.errors.bad_request"
handler403 = "dayroom.web.errors.forbidden"
handler404 = "dayroom.web.errors.not_found"
handler429 = "dayroom.web.errors.too_many"
handler500 = "dayroom.web.errors.server_error"
