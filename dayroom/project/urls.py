from django.urls import URLPattern, URLResolver, path

from dayroom.project import reports

urlpatterns: list[URLPattern | URLResolver] = [path("csp-report", reports.report, name="csp-report")]
