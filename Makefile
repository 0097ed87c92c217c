# Stafett: the two commands are `make run` and `make test`. Each installs by the system's package manager what it
# needs and does not find.

CARGO ?= cargo
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
APT := DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get

.PHONY: run test bench check fmt clippy unit doc-check clean tools-run tools-test

## Build in release and start a demonstration desk on SQLite under ./data.
run: tools-run
	$(CARGO) build --release --locked --package stafett
	$(or $(CARGO_TARGET_DIR),./target)/release/stafett serve --demo

## Everything: form, lints, desk files, tests on both databases.
test: tools-test fmt clippy unit

fmt:
	$(CARGO) fmt --all --check

clippy:
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

unit:
	TEST_DATABASE_URL=$$(sh tests/postgres.sh) $(CARGO) nextest run --workspace --locked --no-fail-fast

## Speed as ratios to what the same machine can do; writes target/bench/report.json.
bench: tools-test
	TEST_DATABASE_URL=$$(sh tests/postgres.sh) $(CARGO) run --release --locked --package bench

## Check the shipped desk files.
check:
	$(CARGO) run --quiet --locked --package stafett -- check config/desks/*.toml

tools-run:
	@command -v cc >/dev/null || { $(APT) update && $(APT) install -y build-essential; }

tools-test: tools-run
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { $(APT) update && $(APT) install -y postgresql; }
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { $(APT) update && $(APT) install -y chromium chromium-driver; }
	@command -v npm >/dev/null || { $(APT) update && $(APT) install -y npm; }
	@[ -f target/axe/axe.min.js ] || sh tests/axe.sh
	@command -v runuser >/dev/null || { $(APT) update && $(APT) install -y util-linux; }
	@$(CARGO) nextest --version >/dev/null 2>&1 || $(CARGO) install --locked cargo-nextest

clean:
	$(CARGO) clean
