# infra - build, test and install. `make help` lists the targets.
#
# Every room (folder) becomes one archive; a program links the rooms it may see, in the order of the ladder in README.md.
# FLAVOR picks the flags: plain (what ships), asan (the everyday test build), fuzz (clang). Objects live in build/FLAVOR.

VERSION := 0.1.0
FLAVOR ?= plain
BUILD ?= build
OUT := $(BUILD)/$(FLAVOR)
PREFIX ?= /usr/local
SECONDS ?= 30
PACKAGES := libcurl yaml-0.1 jansson openssl lua5.4 sqlite3 expat libmicrohttpd

# Two jobs unless the caller says otherwise. Output is not held back: tests show their progress.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j2
endif
MAKEFLAGS += --no-builtin-rules --no-print-directory

CCACHE := $(shell command -v ccache 2>/dev/null)
ifneq ($(filter default undefined,$(origin CC)),)
CC := $(if $(CCACHE),ccache )$(if $(filter fuzz,$(FLAVOR)),clang,gcc)
endif

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -fno-common
CFLAGS_plain := -O2 -g1
CFLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LDFLAGS_asan := -fsanitize=address,undefined
LDFLAGS_fuzz := -fsanitize=address,undefined
PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm -lpthread
CFLAGS_LINT := -std=gnu17 -D_GNU_SOURCE -DINFRA_VERSION='"$(VERSION)"' -I. $(WARNINGS) $(PKG_CFLAGS)
CFLAGS_ALL := $(CFLAGS_LINT) $(if $(CI),-Werror) $(CFLAGS_$(FLAVOR)) $(CFLAGS)
# libcurl and libmicrohttpd are loaded when they are first needed (engine/base/library.h): they must not be linked as well.
LDFLAGS_ALL := -Wl,--as-needed $(LDFLAGS_$(FLAVOR)) $(LDFLAGS)

# The ladder, lowest first (design section 4). Providers and their simulated faces come after the rooms they see.
ROOMS := engine/base engine/value engine/schema engine/net engine/auth engine/provider engine/graph engine/lang \
         state engine/settle engine/plan engine/policy engine/cost engine/apply engine/recover engine/sim \
         providers/core providers/wireguard providers/aws providers/aws/sim providers/gcp providers/gcp/sim \
         providers/k8s providers/k8s/sim engine/session engine/render engine/cli

# A room's sources are its own .c files; a provider also owns the folders beneath it, but for its simulated face.
find_sources = $(sort $(wildcard $(1)/*.c) $(if $(filter providers/%,$(1)),$(filter-out $(1)/sim/%,$(wildcard $(1)/*/*.c))))
$(foreach r,$(ROOMS),$(eval SOURCES_$(r) := $(call find_sources,$(r))))
room_sources = $(SOURCES_$(1))
room_archive = $(OUT)/$(subst /,_,$(1)).a
ARCHIVES := $(foreach r,$(ROOMS),$(if $(call room_sources,$(r)),$(call room_archive,$(r))))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all help quickstart check check-long lint asan fuzz fuzz-run crash crash-long bench install clean deps deps-test \
        unit unit-room tests FORCE
all: infra

help:
	@sed -n 's/^## //p' Makefile

## make              build ./infra (FLAVOR=asan: build/asan/infra only)
infra: $(OUT)/infra
	@$(if $(filter plain,$(FLAVOR)),cp -f $< $@,:)

# ---- Building ---------------------------------------------------------------------------------------------------------

# FILE is rewritten, at reading time, exactly when TEXT differs from what it says: depend on it to notice.
same = $(and $(findstring x$(1)x,x$(2)x),$(findstring x$(2)x,x$(1)x))
remember = $(if $(call same,$(strip $(2)),$(strip $(file <$(1)))),,$(file >$(1),$(strip $(2))))
ifeq ($(filter clean help deps deps-test lint install,$(MAKECMDGOALS)),)
$(shell mkdir -p $(OUT))
$(call remember,$(OUT)/flags,$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) $(PKG_LIBS))
endif
$(OUT)/flags: ;

$(OUT)/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# An archive is made anew when its list of members changes, so that a deleted file does not live on in it.
define ROOM_RULE
ifneq ($(call room_sources,$(1)),)
ifeq ($(filter clean help deps deps-test lint install,$(MAKECMDGOALS)),)
$$(call remember,$(call room_archive,$(1)).list,$(call room_sources,$(1)))
endif
$(call room_archive,$(1)).list: ;
$(call room_archive,$(1)): $(patsubst %.c,$(OUT)/%.o,$(filter-out engine/cli/main.c,$(call room_sources,$(1)))) $(call room_archive,$(1)).list
	@rm -f $$@
	@ar rcs $$@ $$(filter %.o,$$^)
endif
SEEN_ARCHIVES += $(if $(call room_sources,$(1)),$(call room_archive,$(1)))
ARCHIVES_UNTIL_$(subst /,_,$(1)) := $$(SEEN_ARCHIVES)
endef
$(foreach r,$(ROOMS),$(eval $(call ROOM_RULE,$(r))))

define LINK
@mkdir -p $(@D)
@echo "  LINK  $@"
@$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) -Wl,--start-group $(filter %.a,$^) -Wl,--end-group
endef

$(OUT)/infra: $(OUT)/engine/cli/main.o $(ARCHIVES)
	$(LINK) $(PKG_LIBS)

# Unit tests: tests/unit/<room>/test_*.c links the rooms up to and including its own, and what else lies in its folder (fakes).
# <room> is the folder's path with _ for /.
UNIT_SOURCES := $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_PROGRAMS := $(patsubst %.c,$(OUT)/%,$(UNIT_SOURCES))
room_of = $(notdir $(patsubst %/,%,$(dir $(1))))
helpers_of = $(patsubst %.c,$(OUT)/%.o,$(filter-out $(UNIT_SOURCES),$(wildcard $(dir $(1))*.c)))
define UNIT_RULE
$(OUT)/$(basename $(1)): $(OUT)/$(basename $(1)).o $(call helpers_of,$(1)) $(or $(ARCHIVES_UNTIL_$(call room_of,$(1))),$(ARCHIVES))
	$$(LINK) -lcmocka $(PKG_LIBS)
endef
$(foreach t,$(UNIT_SOURCES),$(eval $(call UNIT_RULE,$(t))))

# Test programs: a folder tests/X with a main.c becomes $(OUT)/tests/X/X and may use every room.
PROGRAM_FOLDERS := $(patsubst tests/%/main.c,%,$(wildcard tests/*/main.c))
TEST_PROGRAMS := $(foreach p,$(PROGRAM_FOLDERS),$(OUT)/tests/$(p)/$(p))
define PROGRAM_RULE
$(OUT)/tests/$(1)/$(1): $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/$(1)/*.c)) $(ARCHIVES)
	$$(LINK) $(PKG_LIBS)
endef
$(foreach p,$(PROGRAM_FOLDERS),$(eval $(call PROGRAM_RULE,$(p))))

# Any other test program of one file, for groups that want it: `make FLAVOR=asan build/asan/tests/lua/corpus`.
$(OUT)/tests/%: $(OUT)/tests/%.o $(ARCHIVES)
	$(LINK) $(PKG_LIBS)

FUZZ_PROGRAMS := $(patsubst %.c,$(OUT)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
$(FUZZ_PROGRAMS): $(OUT)/%: $(OUT)/%.o $(ARCHIVES)
	$(LINK) -fsanitize=fuzzer $(PKG_LIBS)

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

# ---- Testing ----------------------------------------------------------------------------------------------------------

## make asan         build everything, tests too, with address and undefined behaviour sanitizers
asan:
	@$(MAKE) FLAVOR=asan tests

## make tests        build every test program of FLAVOR
tests: $(UNIT_PROGRAMS) $(TEST_PROGRAMS) $(if $(wildcard engine/cli/main.c),$(OUT)/infra)

## make unit         build and run the unit tests (FLAVOR=asan; ROOM=engine_net for one room)
UNIT_WANTED := $(if $(ROOM),$(filter $(OUT)/tests/unit/$(ROOM)/%,$(UNIT_PROGRAMS)),$(UNIT_PROGRAMS))
unit unit-room: $(UNIT_WANTED)
	@LABEL=unit-$(FLAVOR) tests/run-unit $(UNIT_WANTED)

## make quickstart   install what is missing, build, and take stacks/quickstart through its life on the simulated cloud
quickstart: deps
	@$(MAKE) all
	@if [ -x tests/quickstart ]; then tests/quickstart; else echo "quickstart: this version does not have it"; exit 1; fi

## make check        install what the tests need, build plain and asan, run every test
check check-long: deps-test
	@$(MAKE) FLAVOR=plain all tests
	@$(MAKE) FLAVOR=asan tests
	@BUILD=$(BUILD) tests/check $(if $(filter check-long,$@),--long)
## make check-long   the same, and the slow ones: mutations, long searches

## make lint         include ladder, banned calls, headers, generated files, clang's warnings
lint:
	@tests/lint/test_lint.py
	@tests/lint/run . -- $(CFLAGS_LINT)

## make fuzz         run each fuzzer for SECONDS=30
fuzz:
	@$(MAKE) FLAVOR=fuzz fuzz-run
fuzz-run: $(FUZZ_PROGRAMS)
	@tests/fuzz/run $(SECONDS) $(BUILD)/fuzz-corpus $(FUZZ_PROGRAMS)

## make crash        kill the engine around journal rows and requests (crash-long: every point)
crash crash-long: all
	@if [ -x tests/crash/run ]; then tests/crash/run $(if $(filter crash-long,$@),--long); \
	else echo "$@: this version does not have it"; exit 1; fi

## make bench        measure, and write docs/benchmarks.md
bench: all
	@if [ -x tests/bench/run ]; then tests/bench/run; else echo "bench: this version does not have it"; exit 1; fi

# ---- Installing -------------------------------------------------------------------------------------------------------

## make deps         install the packages that building needs, if any is missing (Debian, Ubuntu); deps-test: testing
deps:
	@.ci/deps build
deps-test:
	@.ci/deps build test

## make install      install to PREFIX=/usr/local (DESTDIR for packagers)
install: all
	install -D -m 755 infra $(DESTDIR)$(PREFIX)/bin/infra

## make clean        remove everything that was built
clean:
	rm -rf $(BUILD) infra
