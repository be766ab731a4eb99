#!/bin/sh
# Fetches Bootstrap's stylesheet from npm, checks it, and cuts it to what the portal uses. Run by
# hand: when its version changes, or when a page uses a class of Bootstrap that none used before.
set -eu

BOOTSTRAP=5.3.9
PURGECSS=8.0.0
root=$(cd "$(dirname "$0")/.." && pwd)
vendored="$root/scripts/vendored"
served="$root/static/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm pack "bootstrap@$BOOTSTRAP" --silent >/dev/null
tar xzf "bootstrap-$BOOTSTRAP.tgz" package/dist/css/bootstrap.min.css package/LICENSE
# The source map is not shipped, and collectstatic fails on a comment that names a missing file.
sed 's|/\*# sourceMappingURL=.*\*/||' \
    package/dist/css/bootstrap.min.css >"$vendored/bootstrap.min.css"
cp package/LICENSE "$served/bootstrap.LICENSE.txt"

cd "$vendored"
if [ "${1:-}" = "--update" ]; then
    sha256sum bootstrap.min.css >checksums.sha256
fi
sha256sum --check checksums.sha256

cd "$root"
npm install --silent --prefix "$work" "purgecss@$PURGECSS"
"$work/node_modules/.bin/purgecss" --css "$vendored/bootstrap.min.css" --output "$work/bootstrap.css" \
    --content "templates/**/*.html" "dorst_portal/**/*.py" "groups/**/*.py" "alerts/**/*.py" \
    --variables --keyframes --font-face
cp "$work/bootstrap.css" "$served/bootstrap.css"
