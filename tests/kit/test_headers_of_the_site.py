"""The real site: every URL that needs no value, as a stranger gets it (HD-01, HD-02)."""

import pytest
from django.test import Client

from dorst_portal.kit.routes import routes

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
UNSAFE = ("unsafe-", "*", "http:", "blob:")


@pytest.mark.django_db
def test_hd_01_hd_02_every_page_of_the_site_has_the_headers() -> None:
    client = Client(raise_request_exception=False)
    plain = [route for route in routes() if not set("<>()[]?") & set(route.path)]
    assert len(plain) > 20
    for route in plain:
        response = client.get(route.path)
        assert response.status_code < 500 or route.name == "readyz", route
        for name, value in ALWAYS.items():
            assert response.headers.get(name) == value, (route, name)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, route
        assert "frame-ancestors 'none'" in policy, route
        assert not any(word in policy for word in UNSAFE), route
        assert response.headers["Permissions-Policy"], route
        kept_by_nobody = route.audience not in ("public", "machine", "demo")
        assert ("no-store" in response.headers["Cache-Control"]) >= kept_by_nobody, route
