# What a developer types. README.md has the two commands that everybody needs.
GO          ?= go
STATICCHECK ?= $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME    ?= 60s
PLATFORMS   := linux/amd64 linux/arm64 darwin/arm64 windows/amd64 js/wasm wasip1/wasm

# What qwac does not use and would pay for at every start: urfave/cli's Markdown renderer, and HTTP/2 of net/http.
TAGS        := urfave_cli_no_docs,nethttpomithttp2

.PHONY: build build-pkcs11 core page browser test race fuzz soak check generated rooms cross wasi formats vectors zlint \
  mutate docs bench cover release release-verify clean

# With the tag page the program has the core of the offline page in it, which is compiled first.
build: core
	$(GO) build -trimpath -tags $(TAGS),page -o qwac .

core:
	$(GO) run ./scripts/page

# The offline page. What goes into it stands in PAGE: make page PAGE="--profile own.yaml --roles PSP_AI".
page: build
	./qwac page $(PAGE) --output qwac.html
	@sha256sum qwac.html 2>/dev/null || shasum -a 256 qwac.html

# The offline page and the HTML report in a headless Chromium; where none starts, or there is no node, it says that it was
# skipped. Some of the cases and pages, or with FULL=1 all. ONLY has names: report, and of files in scripts/browser.
# LIMIT, as 5m, is when no other test is begun; SHOTS a folder for screenshots.
browser: core
	$(GO) run -tags page ./scripts/browser -full="$(if $(FULL),true,false)" -only "$(ONLY)" -limit "$(or $(LIMIT),0)" \
	  -shots "$(SHOTS)"

# With keys in hardware tokens (PKCS#11), which takes a C compiler and makes a binary that needs the system's C library.
build-pkcs11:
	CGO_ENABLED=1 $(GO) build -trimpath -tags $(TAGS),pkcs11 -o qwac-pkcs11 .

test:
	$(GO) test -timeout 30m ./...

race:
	$(GO) test -timeout 30m -race ./...

# Every fuzz test in turn, FUZZTIME each.
fuzz:
	@set -e; for p in $$($(GO) list ./...); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
	    echo "== $$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$p; \
	  done; \
	done

# Client and bank are killed at random moments; nothing may be lost or doubled. Then every case is mangled in every way
# and mended. Some minutes.
soak:
	QWAC_KILLS=200 $(GO) test -count 1 -run '^TestKill' . ./internal/journal ./pkg/submit/sandbox
	QWAC_FIX_ALL=1 $(GO) test -count 1 -timeout 2h -run '^TestFixCases$$' ./internal/app

check: generated rooms cross
	@test -z "$$(gofmt -l .)" || { echo "not formatted:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(STATICCHECK) ./...
	$(GO) mod tidy -diff
	$(MAKE) wasi WASI=-short
	$(MAKE) formats vectors
	$(GO) test -timeout 30m -race -tags $(TAGS) ./...

# Generated files are up to date.
generated:
	$(GO) run ./scripts/gencorpus -check
	$(GO) run ./scripts/gennca -check
	$(GO) run ./scripts/gendocs -check

# It compiles where it is to run.
cross:
	@set -e; for p in $(PLATFORMS); do echo "build $$p"; \
	  CGO_ENABLED=0 GOOS=$${p%/*} GOARCH=$${p#*/} $(GO) build -tags $(TAGS) -o /dev/null .; done
	GOOS=js GOARCH=wasm $(GO) vet ./internal/page/wasm

# The program as a WASI module answers as the native one does: in all cases, which takes minutes, or in some (WASI=-short).
wasi:
	cd scripts/wasi && $(GO) vet ./... && $(GO) mod tidy -diff && $(GO) test -count 1 $(WASI) ./...

# What is written for other programs is read by their libraries and held against their schemas.
formats:
	cd scripts/formats && $(GO) vet ./... && $(GO) mod tidy -diff && $(GO) test -count 1 ./...

# The two ways of RSA verification on the vectors of Wycheproof, a module that is fetched the first time; where that
# cannot be, it says that it was skipped.
vectors:
	QWAC_VECTORS=1 $(GO) test -count 1 -v -run '^TestWycheproof$$' ./pkg/key

# The rules beside the lints of zlint over the certificates of the corpus; who is right where they differ is in
# scripts/zlint/disagreements.csv. About a minute.
zlint:
	cd scripts/zlint && $(GO) vet ./... && $(GO) mod tidy -diff && $(GO) test -count 1 -v ./...

# Faults are put into each rule, all of which a case has to miss; then into each condition of the files that rules are
# made of. The floor is what is caught today, in whole per cent, less one, and is only ever raised. Half an hour; the
# cases alone take some minutes.
mutate:
	$(GO) test -count 1 -v -run "^TestRuleMutants$$" ./pkg/check
	$(GO) run ./scripts/mutate -rules -floor 95

# Rooms are within their limits.
rooms:
	@$(GO) run ./scripts/rooms -check >/dev/null

docs:
	$(GO) run ./scripts/gencorpus
	$(GO) run ./scripts/gennca
	$(GO) run ./scripts/gendocs

bench:
	$(GO) run ./scripts/bench

cover:
	$(GO) test -coverprofile cover.out -coverpkg ./pkg/...,./internal/app ./...
	$(GO) tool cover -func cover.out | tail -n 1

# Archives, packages, SBOMs and checksums in dist: make release VERSION=1.2.3. The tools are fetched the first time.
release:
	$(GO) run ./scripts/release -version "$(VERSION)"

# The release in dist, built again from nothing in another folder, has the same digests.
release-verify:
	$(GO) run ./scripts/release -version "$(VERSION)" -verify

clean:
	rm -rf qwac qwac-pkcs11 qwac.exe qwac.html cover.out internal/page/built
