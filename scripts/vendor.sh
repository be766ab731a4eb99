#!/bin/sh
# Fetches the vendored stylesheets from npm and checks them; run by hand when a version changes.
set -eu

BOOTSTRAP=5.3.9
root=$(cd "$(dirname "$0")/.." && pwd)
vendor="$root/static/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack "bootstrap@$BOOTSTRAP" --silent >/dev/null
tar xzf "bootstrap-$BOOTSTRAP.tgz" package/dist/css/bootstrap.min.css package/LICENSE
# The source map is not shipped, and collectstatic fails on a comment that names a missing file.
sed 's|/\*# sourceMappingURL=.*\*/||' \
    package/dist/css/bootstrap.min.css >"$vendor/bootstrap.min.css"
cp package/LICENSE "$vendor/bootstrap.LICENSE.txt"

cd "$vendor"
if [ "${1:-}" = "--update" ]; then
    sha256sum bootstrap.min.css bootstrap.LICENSE.txt >checksums.sha256
fi
sha256sum --check checksums.sha256
