"""The real site: every URL that needs no value, as a stranger gets it (HD-01, HD-02, HD-09)."""

import pytest
from django.test import Client
from django.utils import timezone

from dorst_portal.kit.routes import routes
from groups.models import FramingSite

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
UNSAFE = ("unsafe-", "*", "http:", "blob:")
# The two exceptions, each with its own sentence in docs/security.md.
IN_A_FRAME = {"framed_finder"}
FOR_EVERY_ORIGIN = {"open_groups", "open_streets", "open_coverage", "open_description"}
LISTED = "https://www.gemeente.example.org"


@pytest.mark.django_db
def test_hd_01_hd_02_hd_09_every_page_of_the_site_has_the_headers() -> None:
    FramingSite.objects.create(origin=LISTED, since=timezone.now())
    client = Client(raise_request_exception=False)
    plain = [route for route in routes() if not set("<>()[]?") & set(route.path)]
    assert len(plain) > 20
    assert {route.name for route in plain} >= IN_A_FRAME | FOR_EVERY_ORIGIN
    for route in plain:
        response = client.get(route.path, headers={"Origin": LISTED})
        assert response.status_code < 500 or route.name == "readyz", route
        for name, value in ALWAYS.items():
            assert response.headers.get(name) == value, (route, name)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, route
        is_framed = route.name in IN_A_FRAME
        ancestors = f"'self' {LISTED}" if is_framed else "'none'"
        assert f"frame-ancestors {ancestors}" in policy.split("; "), route
        assert response.headers.get("X-Frame-Options") == (None if is_framed else "DENY"), route
        origin = "*" if route.name in FOR_EVERY_ORIGIN else None
        assert response.headers.get("Access-Control-Allow-Origin") == origin, route
        assert "Access-Control-Allow-Credentials" not in response.headers, route
        assert not any(word in policy for word in UNSAFE), route
        assert response.headers["Permissions-Policy"], route
        kept_by_nobody = route.audience not in ("public", "machine", "demo")
        assert ("no-store" in response.headers["Cache-Control"]) >= kept_by_nobody, route
