#!/bin/sh
# Fetches axe-core, by which pages are held to WCAG 2.1 AA, from the npm registry into target/axe.
set -eu
version=4.10.3
into=target/axe
mkdir -p "$into"
npm pack --silent --pack-destination "$into" "axe-core@$version" >/dev/null
tar -xzf "$into/axe-core-$version.tgz" -C "$into" --strip-components=1 package/axe.min.js package/LICENSE
